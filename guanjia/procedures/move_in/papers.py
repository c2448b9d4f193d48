"""The papers of moving in."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    Field,
    choice,
    count,
    date,
    lines,
    long,
    person,
    photos,
    several,
    signature,
    text,
    tick,
    yes_no,
)

WHO = {"owner": "业主本人", "agent": "代理人", "company": "单位"}
RESULTS = {"good": "合格", "findings": "有问题，需整改"}
FOUND = ("result", ("findings",))
ROOMS = {"living": "客厅、餐厅", "bedroom": "卧室", "kitchen": "厨房", "bath": "卫生间", "balcony": "阳台"}
PARTS = {
    "doors": "门窗", "walls": "墙面", "floors": "地面", "waterproof": "防水", "plumbing": "给排水",
    "sockets": "插座线路",
}  # fmt: skip
GRADES = {"good": "合格", "bad": "不合格"}


def room(code: str, label: str) -> tuple[Field, ...]:
    """A room of the check sheet: good, or what of it is bad and how."""
    bad = (f"check_{code}", ("bad",))
    return (
        choice(f"check_{code}", label, GRADES),
        several(f"bad_{code}", f"{label}不合格部位", PARTS, shown_if=bad),
        text(f"words_{code}", f"{label}问题说明", shown_if=bad),
    )


SIGN_OFF = Paper(
    "WY-KF-RH-01",
    "业主入住会签单",
    [
        choice("who", "办理人", WHO),
        text("buyer", "购房合同上的业主"),
        tick("notice_shown", "入住通知书"),
        tick("contract_shown", "购房合同"),
        tick("id_shown", "身份证件并留复印件"),
        tick("proxy_shown", "授权委托书"),
        tick("company_shown", "营业执照、介绍信和经办人证件"),
        signature("handbook_signed", "住户手册、装修指南签收", required=False),
        signature("covenant_signed", "消防责任书、文明公约、管理规约和服务协议签字", required=False),
        tick("debit_form", "银行代扣协议"),
        tick("clerk_stamped", "经办人签字盖章"),
        yes_no("fees_paid", "费用已缴清"),
        count("months_ahead", "预缴物业费月数", required=False),
        yes_no("fund_checked", "维修资金已核对"),
        yes_no("fee_allowed", "同意缓缴", required=False),
    ],
    signers=("业主", "客服", "财务", "工程"),
)
RESIDENTS = Paper(
    "WY-KF-RH-02",
    "住户登记表",
    [
        text("where", "房号", required=False),
        text("buyer", "购房合同上的业主", required=False),
        text("contact_phone", "联系电话", sensitive=True),
        text("emergency_contact", "紧急联系人及电话", sensitive=True),
        count("family", "居住人数"),
        long("family_words", "家庭成员", required=False, sensitive=True),
        text("plates", "车牌号", required=False),
    ],
    signers=("业主", "经办人"),
)
CHECK = Paper(
    "WY-KF-RH-03",
    "收楼验收表",
    [
        person("inspector", "验楼人"),
        *(field for code, label in ROOMS.items() for field in room(code, label)),
        text("meter_water", "水表读数"),
        text("meter_power", "电表读数"),
        text("meter_gas", "燃气表读数", required=False),
        choice("result", "验收结果", RESULTS),
        lines("findings", "其他整改项目（逐项填写）", required=False, shown_if=FOUND),
        photos("finding_photos", "问题照片", shown_if=FOUND),
        signature("check_signed", "业主签字（或签字单照片）"),
    ],
    signers=("验楼人", "业主"),
)
KEYS = Paper(
    "WY-KF-RH-05",
    "钥匙领取表",
    [
        lines("key_list", "钥匙清单"),
        yes_no("key_left", "留钥匙用于整改"),
        text("key_tag", "托管钥匙牌号", shown_if=("key_left", (True,))),
        signature("keys_signed", "业主签收（或签字单照片）"),
        date("archive_on", "业主档案建立日期"),
    ],
    size="a5",
    signers=("经办人", "业主"),
)
ORDER = Paper(
    "WY-KF-RH-04",
    "整改单",
    [
        text("finding", "整改项目"),
        text("builder", "施工单位", required=False),
        date("mend_by_day", "整改期限", required=False),
        long("mended_words", "整改情况", required=False),
        yes_no("owner_accepts", "业主复验合格", required=False),
    ],
    size="a5",
    signers=("施工单位", "业主"),
)
VERIFY = SIGN_OFF.part(
    "who", "buyer", "notice_shown", "contract_shown", "id_shown", "proxy_shown", "company_shown"
)
SIGN = (
    signature("handbook_signed", "住户手册、装修指南签收"),
    signature("covenant_signed", "消防责任书、文明公约、管理规约和服务协议签字"),
    *SIGN_OFF.part("debit_form", "clerk_stamped"),
    *RESIDENTS.part("contact_phone", "emergency_contact", "family", "family_words", "plates"),
)
FINANCE = SIGN_OFF.part("fees_paid", "months_ahead", "fund_checked")
ALLOW = (yes_no("fee_allowed", "同意缓缴"), text("fee_allowed_why", "说明"))
INTAKE = (text("finding", "整改项目"),)
ORDERED = (text("builder", "施工单位"),)
MENDED = (long("mended_words", "整改情况"),)
ACCEPT = (yes_no("owner_accepts", "业主复验合格"), text("accept_words", "复验说明", required=False))
