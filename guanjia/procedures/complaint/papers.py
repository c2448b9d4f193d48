"""The papers of a complaint. The handling sheet is filled in by one step after the other."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    date,
    department,
    long,
    moment,
    number,
    person,
    photos,
    several,
    text,
    yes_no,
)  # fmt: skip
from guanjia.procedures.complaint.causes import CHOICES
from guanjia.procedures.complaint.report import CLASSES, analysis

SIGNS = {
    "injury": "人身伤害",
    "loss": "财产损失",
    "media": "媒体关注",
    "group": "三户以上群体",
    "lawyer": "律师函、起诉",
}
WAYS = {"phone": "电话", "visit": "上门", "meeting": "面谈", "letter": "书面"}
INVALID, CONSENTED, IMPROVE = ("valid", (False,)), ("consented", (False,)), ("improvement", (True,))

HANDLING = Paper(
    "WY-KF-TS-01",
    "客户投诉处理表",
    [
        text("number", "编号", required=False),
        text("where", "房号/地点", required=False),
        text("caller", "投诉人及电话", required=False, sensitive=True),
        moment("opened_at", "受理时间", required=False),
        long("complaint", "投诉内容", required=False),
        choice("class", "投诉类别", CLASSES, required=False),
        number("repeats", "三十天内同类投诉次数", required=False),
        several("signs", "重大情形", SIGNS, required=False),
        long("soothed", "安抚情况"),
        moment("promised_reply_at", "承诺答复时间"),
        department("department", "责任部门"),
        long("notified", "通知内容", required=False),
        long("acted", "项目经理处置意见"),
        long("headquarters_told", "报告总部情况"),
        long("evidence", "调查经过及证据"),
        photos("evidence_photos", "证据照片", required=False),
        choice("cause", "投诉原因", CHOICES),
        long("cause_words", "原因说明", required=False),
        person("responsible", "责任人", required=False),
        yes_no("valid", "投诉成立"),
        long("valid_why", "判定理由"),
        yes_no("consented", "主管同意判定不成立", shown_if=INVALID),
        long("consented_why", "主管意见", shown_if=INVALID),
        long("explained", "向客户解释情况", shown_if=INVALID),
        long("plan", "处理方案"),
        person("doer", "落实人"),
        date("due_on", "计划完成日期"),
        yes_no("needs_order", "需要派工"),
        long("done", "落实情况"),
        choice("answered_by", "答复方式", WAYS),
        long("answer", "答复客户内容"),
        yes_no("satisfied", "客户满意", required=False),
        long("words_back", "客户意见", required=False),
        yes_no("improvement", "需要改进措施"),
        long("measure", "改进措施", shown_if=IMPROVE),
        person("improver", "改进责任人", shown_if=IMPROVE),
        date("improve_by", "改进期限", shown_if=IMPROVE),
    ],
    signers=("受理人", "责任部门", "客服主管", "项目经理"),
)

LEDGER = Paper(
    "WY-KF-TS-02",
    "投诉台账",
    [
        text("number", "编号"),
        moment("opened_at", "受理时间"),
        text("where", "房号/地点"),
        text("title", "投诉事项"),
        choice("class", "类别", CLASSES),
        choice("cause", "原因", CHOICES),
        yes_no("valid", "成立"),
        text("department", "责任部门"),
        number("repeats", "重复次数"),
        number("cycle", "处理轮次"),
        yes_no("satisfied", "满意"),
        moment("closed_at", "办结时间"),
    ],
    size="a4",
    signers=("登记人", "审核人"),
    listing=True,
)

ANALYSIS = Paper(
    "WY-KF-TS-03",
    "月度投诉分析报告",
    [text("label", "统计项目"), number("count", "件数"), text("share", "占比"), number("before", "上期件数")],
    signers=("编制", "审核", "批准"),
    listing=True,
    rows=analysis,
)
