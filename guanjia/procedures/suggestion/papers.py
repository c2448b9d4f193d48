"""The paper of a suggestion."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import date, long, moment, person, text, yes_no

ADOPTED = ("adopted", (True,))

SHEET = Paper(
    "WY-KF-JY-01",
    "客户建议处理表",
    [
        text("number", "编号", required=False),
        text("caller", "建议人及电话", required=False, sensitive=True),
        moment("opened_at", "受理时间", required=False),
        long("complaint", "建议内容", required=False),
        yes_no("adopted", "采纳"),
        long("adopted_why", "采纳或不采纳的理由"),
        long("answer", "答复客户内容"),
        long("measure", "改进措施", shown_if=ADOPTED),
        person("improver", "改进责任人", shown_if=ADOPTED),
        date("improve_by", "改进期限", shown_if=ADOPTED),
    ],
    signers=("受理人", "审批人"),
)
