"""The papers of parking."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    count,
    date,
    long,
    moment,
    money,
    record,
    signature,
    text,
    yes_no,
)

KINDS = {
    "monthly": "办理月卡", "lease": "租赁车位", "sale": "购买车位", "transfer": "车位过户或换车", "visitor": "临时访客",
}  # fmt: skip
CARS = {"car": "小型汽车", "electric": "新能源汽车", "large": "大型车", "motorcycle": "摩托车"}
NEXT = {"renew": "续期", "transfer": "过户或换车", "end": "退还车位"}
TIMED = ("parking_kind", ("monthly", "lease"))
VISITOR = ("parking_kind", ("visitor",))
PASSED_ON = ("parking_kind", ("transfer",))

APPLICATION = Paper(
    "WY-KF-TC-01",
    "车位申请登记表",
    [
        choice("parking_kind", "办理类型", KINDS),
        text("plate", "车牌号"),
        choice("car", "车辆类型", CARS),
        text("car_owner", "车主"),
        text("looks", "品牌颜色", required=False),
        date("since", "使用起始日期", required=False),
        count("months", "使用月数", required=False),
        moment("visit_until", "访客离开时间", required=False),
        record("space", "车位", "parking_spaces", required=False),
        text("contract", "合同编号", required=False),
        date("until", "到期日期", required=False),
        money("amount", "车位费（元）", required=False),
        signature("signed", "申请人签字", required=False),
    ],
    signers=("申请人", "经办人", "审批人"),
)
TRANSFER = Paper(
    "WY-KF-TC-02",
    "车位过户登记表",
    [
        record("space", "车位", "parking_spaces"),
        text("plate", "原车牌号", required=False),
        text("new_plate", "新车牌号"),
        text("new_holder", "新使用人"),
        long("transfer_proof", "证明材料", help="购房或转让合同、行驶证"),
        yes_no("owner_agrees", "原使用人同意"),
    ],
    size="a5",
    signers=("原使用人", "新使用人", "经办人"),
)
PASS = Paper(
    "WY-KF-TC-03",
    "临时停车证",
    [
        text("number", "编号"),
        text("plate", "车牌号"),
        text("where", "受访房号"),
        moment("visit_until", "有效期至"),
    ],
    size="r80",
)
INTAKE = (
    *APPLICATION.part("parking_kind", "plate", "car", "car_owner", "looks"),
    date("since", "使用起始日期", shown_if=TIMED),
    count("months", "使用月数", shown_if=TIMED),
    moment("visit_until", "访客离开时间", shown_if=VISITOR),
    record("space", "车位", "parking_spaces", shown_if=PASSED_ON),
)
ASSIGN = (
    yes_no("has_space", "有空闲车位"),
    record("space", "分配车位", "parking_spaces", shown_if=("has_space", (True,))),
)
CONTRACT = (
    text("contract", "合同编号"),
    money("amount", "车位费（元）"),
    signature("signed", "申请人签字（或签字单照片）"),
)
PASSED = TRANSFER.part("new_plate", "new_holder", "transfer_proof", "owner_agrees")
DECISION = (choice("next", "办理事项", NEXT),)
RENEW = (
    choice("next", "到期办理", NEXT),
    count("months", "续期月数", shown_if=("next", ("renew",))),
    money("amount", "车位费（元）", shown_if=("next", ("renew",))),
)
LEFT = (yes_no("visitor_left", "车辆已离开"), text("visitor_note", "未离开的处理", required=False))
