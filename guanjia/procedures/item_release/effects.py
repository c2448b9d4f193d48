"""What letting things out looks up and writes down."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.engine.params.values import value
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell
from guanjia.work.ledger.models import Charge


def prepare_pass(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The midnight at which it lapses, and what the home owes. Raises Refused for a past day or a taken lift."""
    day = date.fromisoformat(answers["valid_on"])
    if day < timezone.localdate(now):
        raise Refused(_("放行日期已经过去"), field="valid_on")
    if answers.get("large"):
        _refuse_taken_lift(case, datetime.fromisoformat(answers["lift_at"]), day, now=now)
    midnight = datetime.combine(day + timedelta(days=1), time(), timezone.localtime(now).tzinfo)
    owed = _owed(case)
    if owed:
        said = _("未缴费用 ¥%(owed)s：请当面提醒，不得因此扣留物品") % {"owed": owed}
        tell(case, kind="message", actor=actor, now=now, text=said)
    return {"lapses_at": midnight.isoformat(), "owed": f"¥{owed}" if owed else ""}


def close_pass(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Out of the gate, or lapsed because midnight came first. Raises Refused before its day."""
    if answers.get("timed_out"):
        return {"result": "lapsed"}
    if timezone.localdate(now) != date.fromisoformat(case.answers["valid_on"]):
        said = {"day": case.answers["valid_on"]}
        raise Refused(_("放行条只在 %(day)s 当天有效") % said)
    return {"result": "out", "out_at": now.isoformat()}


def _owed(case: Any) -> Any:
    if case.unit_id is None:
        return None
    rows = Charge.objects.open().filter(estate_id=case.estate_id, unit_id=case.unit_id)
    return rows.aggregate(owed=Sum(F("amount") - F("settled")))["owed"]


def _refuse_taken_lift(case: Any, at: datetime, day: date, *, now: datetime) -> None:
    """Two large moves of a building do not meet in the lift."""
    if timezone.localdate(at) != day:
        raise Refused(_("电梯使用时间要在放行日期当天"), field="lift_at")
    if case.unit is None:
        return
    apart = timedelta(minutes=value("item_release.lift_minutes", estate=case.estate, now=now))
    others = Case.objects.filter(
        estate_id=case.estate_id, procedure=case.procedure, unit__building_id=case.unit.building_id,
        answers__valid_on=day.isoformat(), answers__large=True, state=Case.State.OPEN,
    ).exclude(pk=case.pk)  # fmt: skip
    for answers in others.values_list("answers", flat=True):
        taken = datetime.fromisoformat(answers["lift_at"])
        if abs(taken - at) < apart:
            said = {"time": timezone.localtime(taken).strftime("%H:%M")}
            raise Refused(_("本楼 %(time)s 已有人预约电梯，请换个时间") % said, field="lift_at")
