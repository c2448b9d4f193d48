"""Kinds of emergencies, what comes first in each, and their papers."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    long,
    moment,
    money,
    photos,
    record,
    signature,
    text,
    tick,
    yes_no,
)

KINDS = {
    "fire": "火灾", "gas": "燃气泄漏", "flood": "水淹", "outage": "停水停电", "lift": "电梯困人", "crime": "治安事件",
    "injury": "人员受伤", "falling": "高空坠物", "crowd": "群体事件", "weather": "恶劣天气",
}  # fmt: skip
HURT = {"none": "无人受伤", "light": "轻伤", "serious": "重伤", "dead": "死亡"}
SOMEBODY_HURT = ("hurt", ("light", "serious", "dead"))

SCENE = Paper(
    "WY-KF-JJ-01",
    "紧急事件处理记录",
    [
        choice("event", "事件类型", KINDS),
        record("plan", "应急预案", "emergency_plans", required=False, help="不选时按事件类型取用"),
        moment("began_at", "发生时间"),
        choice("hurt", "人员伤亡", HURT),
        yes_no("major", "重大事件", help="有人重伤或死亡、火灾、群体事件、媒体关注"),
        tick("people_first", "先救人：人员已疏散、救护"),
        tick("not_wider", "已防止损失扩大（断电、关阀、警戒）"),
        tick("called_engineer", "已通知工程当班"),
        tick("called_guard", "已通知秩序维护"),
        tick("called_manager", "已通知项目经理"),
        text("called_outside", "已拨打（110/119/120/供水供电供气）", required=False),
        long("log", "经过（时间、事实）"),
        photos("scene", "现场照片", required=False),
        text("witnesses", "见证人", required=False, sensitive=True),
    ],
    signers=("现场负责人", "记录人"),
)
STATEMENT = Paper(
    "WY-KF-JJ-02",
    "当事人陈述",
    [
        text("teller", "陈述人", sensitive=True),
        long("told", "陈述内容"),
        tick("read_out", "已向本人宣读"),
        signature("told_signed", "本人签字（或签字单照片）"),
    ],
    size="a5",
    signers=("陈述人", "记录人"),
)
REPORT = Paper(
    "WY-KF-JJ-03",
    "意外事件书面报告",
    [
        text("involved", "当事人", sensitive=True),
        long("how", "发生经过"),
        long("injury", "受伤程度", required=False),
        money("cost", "费用（元）", required=False),
        yes_no("insured", "已报保险"),
        long("opinion", "处理意见"),
        long("asked", "请求事项", required=False),
    ],
    signers=("报告人", "项目经理"),
)
VISIT = (text("visited_by", "慰问人"), long("visit_note", "伤者情况和要求"))
REVIEW = (
    long("cause", "原因"), long("lesson", "教训"), long("measure", "改进措施"), text("attended", "参加人"),
)  # fmt: skip
