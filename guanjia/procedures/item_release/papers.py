"""The papers of letting things out of the gate."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, date, long, moment, number, photos, text, tick, yes_no
from guanjia.procedures.item_release.report import reconciliation

WHO = {"owner": "业主", "tenant": "租户", "contractor": "施工单位"}
CONSENTS = {"letter": "书面委托", "portal": "业主在线确认", "phone": "电话确认（已录音）"}
RESULTS = {"out": "已放行", "lapsed": "已过期", "refused": "不予放行"}
TENANT, LARGE = ("who", ("tenant",)), ("large", (True,))

PASS = Paper(
    "WY-KF-FX-01",
    "物品放行条",
    [
        text("number", "编号", required=False),
        text("where", "房号/地点", required=False),
        choice("who", "申请人身份", WHO),
        text("applicant", "申请人及电话", sensitive=True),
        choice("consent_way", "业主同意的方式", CONSENTS, shown_if=TENANT),
        text("consent_by", "同意的业主", shown_if=TENANT),
        long("items", "物品清单（名称、数量）"),
        date("valid_on", "放行日期"),
        tick("large", "大件搬运，预约电梯"),
        moment("lift_at", "电梯使用时间", shown_if=LARGE),
        text("owed", "未缴费用提醒", required=False),
        yes_no("identity_ok", "证件核对无误", required=False),
        choice("result", "放行结果", RESULTS, required=False),
        yes_no("items_ok", "与清单相符", required=False),
        photos("out_photo", "出门照片", required=False),
    ],
    size="a5",
    signers=("经办人", "申请人", "门岗"),
)
INTAKE = ("who", "applicant", "consent_way", "consent_by", "items", "valid_on", "large", "lift_at")
IDENTITY = (yes_no("identity_ok", "证件核对无误"), yes_no("reminded", "已当面提醒未缴费用", required=False))
GATE = (
    yes_no("items_ok", "与清单相符"),
    photos("out_photo", "出门照片"),
    text("plate", "车牌号", required=False),
)
DAILY = Paper(
    "WY-KF-FX-02",
    "物品放行每日核对表",
    [
        date("day", "日期"),
        number("issued", "开具"),
        number("out", "已放行"),
        number("lapsed", "已过期"),
        number("open", "尚未使用"),
    ],
    signers=("核对人", "主管"),
    listing=True,
    rows=reconciliation,
)
