"""The papers of giving customer data to somebody."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, count, date, long, photos, several, signature, text, yes_no

AUTHORITIES = {
    "police": "公安机关", "court": "法院、检察院", "government": "其他行政机关", "owner": "业主本人",
    "company": "本公司内部",
}  # fmt: skip
OFFICIAL = ("police", "court", "government")
KINDS = {
    "phone": "电话", "id_number": "证件号码", "since": "入住日期", "residents": "居住人数", "vehicles": "车牌",
}  # fmt: skip
_OFFICIAL = ("authority", OFFICIAL)

REQUEST = Paper(
    "WY-KF-ZL-01",
    "客户资料查询申请表",
    [
        text("asked_by", "查询人", help="单位、姓名、联系电话"),
        choice("authority", "查询人身份", AUTHORITIES),
        count("officers", "到场人数", shown_if=_OFFICIAL),
        text("ground", "查询依据", help="如 协查通知书文号；业主本人写证件种类"),
        long("purpose", "查询用途"),
        long("homes", "查询房屋", help="一行一个房号，如 3-2-1501"),
        several("kinds", "查询内容", KINDS),
        date("until", "有效期至"),
        yes_no("identity_ok", "证件与来人相符", required=False),
        yes_no("papers_ok", "法律文书齐全有效", required=False, shown_if=_OFFICIAL),
        yes_no("allowed", "批准提供", required=False),
        several("granted", "批准提供的内容", KINDS, required=False, shown_if=("allowed", (True,))),
        text("allowed_why", "不批准的原因", required=False, shown_if=("allowed", (False,))),
        photos("proof", "证件和文书照片", required=False, sensitive=True),
        signature("received_signed", "接收人签字", required=False),
    ],
    signers=("经办人", "批准人", "接收人"),
)
INTAKE = ("asked_by", "authority", "officers", "ground", "purpose", "homes", "kinds", "until")
CHECK = (
    yes_no("identity_ok", "证件与来人相符"),
    yes_no("papers_ok", "法律文书齐全有效", shown_if=_OFFICIAL),
    photos("proof", "证件和文书照片", sensitive=True),
)
DECISION = (
    yes_no("allowed", "批准提供"),
    several("granted", "批准提供的内容", KINDS, shown_if=("allowed", (True,))),
    text("allowed_why", "不批准的原因", shown_if=("allowed", (False,))),
)
HAND_OVER = (signature("received_signed", "接收人签字"),)
