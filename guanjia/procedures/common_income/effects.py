"""The report of each half year, summed, in time, once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.common_income.rules import end_of, half_before, total
from guanjia.procedures.shared import alike, today_of


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused for a half year that is not over, or that has its report."""
    today = today_of(case, now)
    year, half = half_before(today)
    year, half = int(answers.get("income_year") or year), answers.get("half") or half
    end = end_of(year, half)
    if end >= today:
        raise Refused(_("这半年还没有结束"), field="half")
    if other := alike(case, income_year=year, half=half).first():
        raise Refused(_("这半年的公示已在 %(number)s") % {"number": other.number}, field="half")
    days = Parameters.of(case.estate, now).value("common_income.publish_days")
    return {"income_year": year, "half": half, "publish_by": (end + timedelta(days=days)).isoformat()}


def add_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    income, cost = total(answers["incomes"]), total(answers.get("costs") or ())
    return {"income_total": str(income), "cost_total": str(cost), "balance": str(income - cost)}


def check_published(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused when it is said to be published tomorrow, or before the committee had it."""
    on = date.fromisoformat(answers["published_on"])
    if not date.fromisoformat(case.answers["given_on"]) <= on <= today_of(case, now):
        raise Refused(_("公布日期要在送业主委员会之后、今天以前"), field="published_on")
