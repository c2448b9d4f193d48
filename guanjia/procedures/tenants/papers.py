"""The papers of tenants."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, count, date, long, number, photos, signature, text, yes_no
from guanjia.procedures.tenants.report import monthly

BY = {"landlord": "出租人登记", "tenant": "租户登记"}
WAYS = {"letter": "书面委托", "message": "短信/微信", "phone": "电话", "present": "本人到场"}
ANSWERS = {"stays": "仍在居住", "left": "已搬离"}
STAYS = ("still_there", ("stays",))

SHEET = Paper(
    "WY-KF-ZH-01",
    "租户登记表",
    [
        choice("registered_by", "由谁登记", BY),
        text("tenant_name", "租户姓名"),
        text("tenant_id", "证件号码", sensitive=True),
        text("tenant_phone", "联系电话", sensitive=True),
        count("persons", "居住人数", help="连同承租人"),
        long("companions", "同住人姓名及证件", required=False, sensitive=True),
        date("since", "租期起"),
        date("until", "租期止"),
        text("landlord", "出租人"),
        photos("id_photos", "证件照片", required=False, sensitive=True),
        yes_no("landlord_agrees", "出租人确认", required=False),
        signature("tenant_signed", "租户签字", required=False),
        choice("still_there", "到期核查", ANSWERS, required=False),
        date("new_until", "新的租期止", required=False),
    ],
    signers=("登记人", "租户"),
)
POLICE = Paper(
    "WY-KF-ZH-02",
    "流动人口登记报送表",
    [
        text("where", "租住房号"),
        text("tenant_name", "租户姓名", sensitive=True),
        text("tenant_id", "证件号码", sensitive=True),
        text("tenant_phone", "联系电话", sensitive=True),
        count("persons", "居住人数"),
        long("companions", "同住人姓名及证件", sensitive=True),
        date("since", "租期起"),
        date("until", "租期止"),
        text("landlord", "出租人"),
        date("police_on", "报送日期"),
    ],
    signers=("填报人", "接收人"),
)
MONTHLY = Paper(
    "WY-KF-ZH-04",
    "租户月度统计表",
    [
        text("month", "月份"),
        number("homes", "登记户数"),
        number("persons", "居住人数"),
        number("reported", "已报派出所"),
        number("unreported", "未报派出所"),
        number("left", "已搬离"),
    ],
    signers=("统计人", "主管"),
    listing=True,
    rows=monthly,
)
INTAKE = SHEET.part(
    "registered_by",
    "tenant_name",
    "tenant_id",
    "tenant_phone",
    "persons",
    "companions",
    "since",
    "until",
    "landlord",
)
VERIFY = (
    yes_no("id_matches", "证件与本人相符"),
    photos("id_photos", "证件照片", sensitive=True),
    yes_no("landlord_agrees", "出租人确认"),
    choice("landlord_way", "确认方式", WAYS, shown_if=("landlord_agrees", (True,))),
    signature("tenant_signed", "租户签字（或签字单照片）"),
)
KNOWN = (yes_no("desk_knows", "前台已知悉，已更新门禁和来访名单"),)
REPORTED = (date("police_on", "报送日期"), text("police_office", "派出所"))
CHECK = (
    choice("still_there", "到期核查", ANSWERS),
    text("checked_how", "核查方式"),
    date("new_until", "新的租期止", shown_if=STAYS),
    date("left_on", "搬离日期", shown_if=("still_there", ("left",))),
)
