"""The papers of an event."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    count,
    date,
    lines,
    long,
    money,
    photos,
    several,
    text,
    tick,
    yes_no,
)

SIZES = {"small": "小型活动", "large": "大型活动"}
DECISIONS = {"approved": "批准", "back": "退回修改", "declined": "不批准"}
DEPARTMENTS = {
    "security": "秩序维护", "engineering": "工程", "cleaning": "环境保洁", "service": "客户服务", "outside": "外请单位",
}  # fmt: skip
PLACES = {"board": "公告栏", "hall": "单元大堂", "group": "业主群", "door": "上门通知"}
VIEWS = {"good": "满意", "plain": "一般", "bad": "不满意"}
UNAPPROVED = ("decision", ("back", "declined"))

EVENT = (
    text("event_title", "活动名称"),
    choice("size", "规模", SIZES),
    date("event_on", "活动日期"),
    text("event_place", "活动地点"),
    long("purpose", "活动内容和目的"),
    money("budget", "预算（元）"),
    count("places", "名额", required=False, help="不填即不限"),
    yes_no("in_plan", "已列入年度计划"),
)
SURVEY = Paper(
    "WY-KF-WH-03",
    "客户意见征询表",
    [
        text("event_title", "活动名称", required=False),
        count("surveyed", "征询户数"),
        count("agreed", "赞成户数"),
        long("wishes", "住户的意见和愿望"),
        photos("survey_photos", "征询表照片", required=False),
    ],
    signers=("征询人", "主管"),
)
RECORD = Paper(
    "WY-KF-WH-02",
    "社区文化活动记录表",
    [
        *(field for field in EVENT if field.code not in ("in_plan", "purpose")),
        long("programme", "活动流程", required=False),
        several("departments", "参加协调的部门", DEPARTMENTS, required=False),
        date("notice_on", "通知住户日期", required=False),
        yes_no("fire_lanes", "消防通道畅通", required=False),
        date("held_on", "举办日期"),
        count("signed_up", "报名人数", required=False),
        count("attendance", "到场人数"),
        money("cost", "实际费用（元）"),
        long("summary", "活动情况"),
        photos("event_photos", "活动照片", least=2),
    ],
    signers=("记录人", "主管", "项目经理"),
)
FEEDBACK = Paper(
    "WY-KF-WH-04",
    "客户调查/回访记录表",
    [
        text("event_title", "活动名称", required=False),
        count("asked_count", "回访人数"),
        choice("overall", "总体评价", VIEWS),
        long("acceptance", "住户接受程度"),
        long("shortcomings", "不足之处"),
        long("improvements", "改进意见"),
    ],
    signers=("回访人", "主管"),
)
DECISION = (
    choice("decision", "审批结果", DECISIONS),
    long("decision_why", "审批意见", shown_if=UNAPPROVED),
)
REVISION = tuple(field for field in EVENT if field.code in ("purpose", "budget"))
PROPOSAL = (long("proposal", "活动方案"), long("proposal_safety", "安全保障设想"))
DETAIL = (
    long("programme", "活动流程"),
    lines("costs", "费用明细（项目、数量、单价）"),
    long("staffing", "人员分工"),
    long("safety_plan", "安全和应急预案"),
    long("fire_plan", "消防通道和疏散安排"),
)
COORDINATION = (
    several("departments", "参加协调的部门", DEPARTMENTS),
    long("coordinated", "各部门任务"),
)
NOTICE = (
    date("notice_on", "通知住户日期"),
    several("notice_where", "通知方式", PLACES),
    photos("notice_photos", "通知照片"),
    date("signup_until", "报名截止日期", required=False),
)
SAFETY = (
    yes_no("fire_lanes", "消防通道畅通"),
    yes_no("exits", "疏散出口和指示完好"),
    yes_no("extinguishers", "灭火器材到位"),
    yes_no("power_safe", "临时用电合格"),
    yes_no("first_aid", "急救用品和人员到位"),
    photos("safety_photos", "现场检查照片"),
)
CLEANED = (
    yes_no("cleaned", "场地已清理恢复"),
    tick("things_back", "借用物品已归还"),
    photos("cleaned_photos", "清场照片"),
)
