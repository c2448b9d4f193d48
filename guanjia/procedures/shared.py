"""What several procedures have in common."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from guanjia.engine.sop import Answers, Paper, fields
from guanjia.engine.sop.fields import choice, long, number, yes_no
from guanjia.work.cases.models import Case

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
        fields.date("asked_on", "回访日期", required=False),
    ],
    size="a5",
    signers=("回访人",),
)


def dissatisfied(facts: Answers) -> bool:
    """The customer was reached and says that it is not right yet."""
    return facts.get("reached") is not False and facts.get("satisfied") is False


def alike(case: Any, **answers: Any) -> QuerySet[Case]:
    """Other matters of this procedure and estate with the same answers, those declared void left out."""
    same = {f"answers__{name}": value for name, value in answers.items()}
    rows = Case.objects.filter(estate_id=case.estate_id, procedure=case.procedure, **same)
    return rows.exclude(pk=case.pk).exclude(state=Case.State.CANCELLED)


def today_of(case: Any, now: datetime) -> date:
    """The day it is at the estate."""
    return now.astimezone(ZoneInfo(case.estate.time_zone)).date()
