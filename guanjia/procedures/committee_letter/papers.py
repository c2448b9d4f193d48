"""The sheet of a letter."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, date, long, photos, text, yes_no

DIRECTIONS = {"in": "来函", "out": "去函"}
DECISIONS = {"approved": "批准", "back": "退回修改"}

SHEET = Paper(
    "WY-KF-YW-05",
    "业主委员会函件登记表",
    [
        choice("direction", "来函/去函", DIRECTIONS),
        text("letter_subject", "事由"),
        text("letter_number", "来文号", required=False),
        date("letter_on", "来函（去函）日期"),
        photos("letter_photos", "来函照片"),
        long("draft", "我方函件内容"),
        choice("decision", "审批结果", DECISIONS, required=False),
        text("our_number", "我方文号"),
        date("sent_on", "送达日期"),
        photos("sent_photos", "签收照片"),
        yes_no("answered", "业委会已答复", required=False),
        date("answered_on", "答复日期", required=False),
        long("answer", "答复内容", required=False),
    ],
    signers=("经办人", "审批人"),
)
DECISION = (
    choice("decision", "审批结果", DECISIONS),
    long("decision_why", "审批意见", shown_if=("decision", ("back",))),
)
ANSWERED = ("answered", (True,))
ANSWER = (
    yes_no("answered", "业委会已答复"),
    date("answered_on", "答复日期", shown_if=ANSWERED),
    long("answer", "答复内容", shown_if=ANSWERED),
)
REMINDER = (long("reminded", "催办情况"),)
