"""One plan a year; a change needs a plan that was approved."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import alike, today_of

JANUARY = (1, 31)


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The year and by when the draft is due. Raises Refused for a second plan, or a change of none."""
    year = int(answers.get("plan_year") or today_of(case, now).year)
    plans = alike(case, plan_year=year)
    if answers.get("is_change"):
        if not plans.filter(answers__decision="approved", answers__is_change=False).exists():
            raise Refused(
                _("%(year)s 年还没有批准的活动计划，不能办变更") % {"year": year}, field="is_change"
            )
        return {"plan_year": year}
    if other := plans.filter(answers__is_change=False).first():
        said = _("%(year)s 年的活动计划已在 %(number)s，调整请办理变更")
        raise Refused(said % {"year": year, "number": other.number}, field="plan_year")
    return {"plan_year": year, "draft_by": date(year, *JANUARY).isoformat()}


def check_filing(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if date.fromisoformat(answers["filed_on"]) > today_of(case, now):
        raise Refused(_("备案日期不能晚于今天"), field="filed_on")
