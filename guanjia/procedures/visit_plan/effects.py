"""Whom the butlers have to see, and sending them there."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.audit.words import written
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import alike, today_of
from guanjia.work.cases.actions import register_case
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """How many are due. Raises Refused for a second plan of the month, or where no zone has a butler."""
    month = f"{today_of(case, now):%Y-%m}"
    if other := alike(case, plan_month=month).first():
        raise Refused(_("%(month)s 的走访计划已在 %(number)s") % {"month": month, "number": other.number})
    if not _homes(case).exists():
        raise Refused(_("还没有划给管家的住户，请先在房产里分配片区"))
    key, new, rest = (rows.count() for rows in _due(case, now))
    said = _("应走访：重点客户 %(key)d 户，新入住 %(new)d 户，一年未走访 %(rest)d 户")
    tell(
        case, kind="message", actor=actor, now=now, text=said % {"key": key, "new": new, "rest": rest},
    )  # fmt: skip
    return {"plan_month": month, "due_key": key, "due_new": new, "due_yearly": rest}


def send_out(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """A visit for each, in the hands of the home's butler. Raises Refused for too many, or a day that has passed."""
    most, homes = Parameters.of(case.estate, now).value("visit_plan.most"), answers["yearly_homes"]
    if date.fromisoformat(answers["visit_by"]) < today_of(case, now):
        raise Refused(_("最迟走访日期已经过去"), field="visit_by")
    if homes > most:
        raise Refused(_("一个月的普通住户走访在 0 到 %(most)d 户之间") % {"most": most}, field="yearly_homes")
    key, new, rest = _due(case, now)
    given = _send(case, "key", key, answers, actor, now) | _send(case, "new", new, answers, actor, now)
    given |= _send(case, "yearly", rest.exclude(pk__in=given)[:homes], answers, actor, now)
    return {"planned": len(given)}


def _homes(case: Any) -> QuerySet[Unit]:
    return Unit.objects.filter(
        estate_id=case.estate_id, status=Unit.Status.OCCUPIED, retired_at=None, zone__butler__isnull=False
    )


def _due(case: Any, now: datetime) -> tuple[QuerySet[Unit], QuerySet[Unit], QuerySet[Unit]]:
    """Homes of key customers, of new residents, and all not seen within the year; none with a visit under way."""
    numbers, today = Parameters.of(case.estate, now), today_of(case, now)
    visits = Case.objects.filter(estate_id=case.estate_id, procedure="visits", unit__isnull=False)
    homes = _homes(case).exclude(pk__in=visits.filter(closed_at=None).values("unit"))

    def unseen(days: int) -> QuerySet[Unit]:
        seen = visits.filter(answers__met=True, opened_at__gte=now - timedelta(days=days))
        return homes.exclude(pk__in=seen.values("unit")).order_by("sort_key")

    here = Occupancy.objects.filter(Q(until=None) | Q(until__gte=today), retired_at=None)
    quarter, first = numbers.value("visit_plan.key_days"), numbers.value("visit_plan.new_days")
    came = here.filter(since__range=(today - timedelta(days=first), today))
    return (
        unseen(quarter).filter(pk__in=here.filter(customer__is_key=True).values("unit")),
        unseen(first).filter(pk__in=came.values("unit")),
        unseen(numbers.value("visit_plan.year_days")),
    )


def _send(
    case: Any, kind: str, homes: Iterable[Unit], answers: Answers, actor: Any, now: datetime
) -> set[int]:
    """Registers the visits; the homes that were not given out before."""
    people = Occupancy.objects.filter(retired_at=None, role="owner").select_related("customer")
    rows = homes.select_related("zone", "building").prefetch_related(
        Prefetch("occupancies", people, "owners")
    )  # type: ignore[attr-defined]
    for home in rows:
        said = {"visit_kind": kind, "butler": home.zone.butler_id, "visit_by": answers["visit_by"]}
        owner = next((one.customer for one in home.owners if one.until is None), None)
        register_case(
            actor=actor, now=now, estate=case.estate, procedure="visits", unit=home, customer=owner, channel="staff",
            words=written("%(month)s 走访计划") % {"month": case.answers["plan_month"]}, answers=said,
            key=f"visit-plan:{case.pk}:{home.pk}",
        )  # fmt: skip
    return {home.pk for home in rows}
