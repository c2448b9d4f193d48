"""The papers of access cards."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, long, photos, record, signature, text, yes_no

WHAT = {"new": "新办", "replace": "补办", "loss": "挂失", "return": "退卡"}
KINDS = {"household": "住户卡", "parking": "停车卡"}
ENDS = {"found": "已找回，解除冻结", "gone": "确认遗失，注销"}
_MADE, _KNOWN = ("what", ("new", "replace")), ("what", ("replace", "loss", "return"))

APPLICATION = Paper(
    "WY-KF-KT-01",
    "一卡通申请表",
    [
        text("number", "编号", required=False),
        text("where", "房号/地点", required=False),
        choice("what", "办理事项", WHAT),
        record("card", "原卡", "access_cards", shown_if=_KNOWN),
        choice("card_kind", "卡类别", KINDS, shown_if=_MADE),
        text("holder", "持卡人", shown_if=_MADE),
        text("doors", "可开门禁", required=False, shown_if=_MADE),
        text("parking", "车位", required=False, shown_if=_MADE),
        photos("proof", "住户证明照片"),
        text("card_number", "卡号", required=False),
        signature("card_signed", "领卡人签字", required=False),
        choice("lost_end", "挂失结果", ENDS, required=False),
        long("over_why", "超出数量的原因", required=False),
    ],
    size="a5",
    signers=("经办人", "申请人"),
)
INTAKE = ("what", "card", "card_kind", "holder", "doors", "parking")
MORE = (yes_no("over_ok", "同意超出数量"), long("over_why", "超出数量的原因"))
ACTIVATION = (
    text("card_number", "卡号"),
    signature("card_signed", "领卡人签字"),
    yes_no("works", "试刷可以开门"),
)
LOST = (choice("lost_end", "挂失结果", ENDS),)
RETURN = (yes_no("card_back", "卡已收回"), signature("back_signed", "退卡人签字"))
