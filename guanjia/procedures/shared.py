"""What several procedures have in common."""

from guanjia.engine.sop import Answers, Paper
from guanjia.engine.sop.fields import choice, date, long, number, yes_no

WAYS = {"phone": "电话", "visit": "上门", "link": "短信/链接"}
REACHED = ("reached", (True,))

CALL_BACK = Paper(
    "WY-KF-HF-01",
    "回访记录表",
    [
        yes_no("reached", "联系到客户"),
        choice("way", "回访方式", WAYS, required=False, shown_if=REACHED),
        yes_no("satisfied", "客户满意", shown_if=REACHED),
        number("stars", "评分（1–5 星）", required=False, shown_if=REACHED),
        long("words_back", "客户意见", required=False, shown_if=REACHED),
        date("asked_on", "回访日期", required=False),
    ],
    size="a5",
    signers=("回访人",),
)


def dissatisfied(facts: Answers) -> bool:
    """The customer was reached and says that it is not right yet."""
    return facts.get("reached") is not False and facts.get("satisfied") is False
