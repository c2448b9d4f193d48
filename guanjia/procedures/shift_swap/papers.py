"""The form of a swapped shift."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import date, long, person, text, yes_no

FORM = Paper(
    "WY-XZ-HB-01",
    "换班申请单",
    [
        date("my_day", "我的班次日期"),
        person("colleague", "换班同事"),
        date("their_day", "对方的班次日期", required=False, help="不填表示请对方替我上这一班"),
        long("reason", "换班原因"),
        yes_no("consented", "同意换班"),
        text("consented_why", "不同意的原因", required=False, shown_if=("consented", (False,))),
        yes_no("approved", "批准换班"),
        text("approved_why", "不批准的原因", shown_if=("approved", (False,))),
        text("swapped", "换班结果", required=False),
    ],
    size="a5",
    signers=("申请人", "换班同事", "批准人"),
)
CONSENT = FORM.part("consented", "consented_why")
DECISION = FORM.part("approved", "approved_why")
