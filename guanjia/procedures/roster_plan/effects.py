"""Whether next month's roster is there."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import alike, today_of
from guanjia.work.roster.models import DutyShift
from guanjia.work.roster.queries import gaps_of
from guanjia.work.roster.rules import days_of

SHOWN = 5


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The month, and its eve as the last day. Raises Refused where no roster is kept, or for a second one."""
    today = today_of(case, now)
    last = days_of(today)[-1]
    month = f"{last + timedelta(days=1):%Y-%m}"
    if not DutyShift.objects.filter(estate_id=case.estate_id, cancelled_at=None).exists():
        raise Refused(_("本项目还没有排班表，请先在排班里设置班次"))
    if other := alike(case, month=month).first():
        raise Refused(_("%(month)s 的排班已在 %(number)s") % {"month": month, "number": other.number})
    return {"month": month, "ready_by": last.isoformat()}


def check(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused while a day of the month has nobody on duty, or a shift freed by a leave has no cover."""
    days = days_of(date.fromisoformat(f"{case.answers['month']}-01"))
    shifts = DutyShift.objects.filter(
        estate_id=case.estate_id, day__range=(days[0], days[-1]), cancelled_at=None
    )
    manned = set(shifts.values_list("day", flat=True))
    if empty := [day for day in days if day not in manned]:
        shown = "、".join(f"{day:%m-%d}" for day in empty[:SHOWN])
        raise Refused(_("还有 %(n)d 天没有人上班：%(days)s") % {"n": len(empty), "days": shown})
    if gaps := gaps_of(case.estate, days[0], days[-1]):
        raise Refused(_("还有 %(n)d 个请假空出的班没有人顶") % {"n": len(gaps)})
