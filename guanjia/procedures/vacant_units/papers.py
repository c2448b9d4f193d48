"""The papers of vacant homes."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    date,
    long,
    moment,
    photos,
    record,
    several,
    signature,
    text,
    yes_no,
)

FOUND = {
    "pipes": "渗漏水", "wiring": "电气故障", "doors": "门窗损坏", "decoration": "墙面地面开裂", "other": "虫害及其他",
}  # fmt: skip
NEXT = {"round": "提前巡查", "visit": "中介带看", "hand_over": "已交付"}
SEASONS = {"none": "当月无季节检查", "storm": "防汛防台", "frost": "防冻"}

VACANT = record("vacant", "空置房", "vacant_units")
ROUND = Paper(
    "WY-KF-KZ-01",
    "空置房巡查记录表",
    [
        VACANT,
        date("checked_on", "巡查日期"),
        yes_no("water_off", "水阀已关闭"),
        yes_no("power_off", "电源已关闭"),
        yes_no("windows_shut", "门窗完好关严"),
        yes_no("leaks", "有渗漏水"),
        yes_no("pests", "有虫鼠害"),
        text("meter_water", "水表读数"),
        text("meter_power", "电表读数"),
        yes_no("aired", "已通风"),
        choice("season", "季节检查", SEASONS),
        yes_no("storm_ready", "防汛防台检查合格", shown_if=("season", ("storm",))),
        yes_no("frost_ready", "防冻检查合格", shown_if=("season", ("frost",))),
        several("found", "发现问题", FOUND, required=False),
        long("found_words", "问题说明", required=False),
        photos("found_photos", "问题照片", required=False),
    ],
    signers=("巡查人", "主管"),
)
VISIT = Paper(
    "WY-KF-KZ-02",
    "空置房带看登记表",
    [
        text("agency", "中介公司"),
        text("agent_name", "带看人及电话", sensitive=True),
        text("agent_id", "证件号码", sensitive=True),
        long("consent_of", "委托或同意人", help="业主或开发商的同意，写明方式"),
        text("accompanied_by", "陪同人"),
        moment("visit_from", "进入时间"),
        moment("visit_to", "离开时间"),
        yes_no("left_in_order", "离开时水电门窗已关好"),
        signature("visitor_signed", "带看人签字（或签字单照片）"),
    ],
    size="a5",
    signers=("陪同人", "带看人"),
)
DECISION = (choice("next", "办理事项", NEXT),)
HAND_OVER = (
    text("handed_to", "交付给"),
    date("handed_on", "交付日期"),
    signature("handed_signed", "接收人签字（或签字单照片）"),
)
