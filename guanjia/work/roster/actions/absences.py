"""Leave and swapped shifts, as approved: the approval itself is the procedures' business."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, facts, record
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Refused
from guanjia.work.roster import queries
from guanjia.work.roster.actions.shifts import put
from guanjia.work.roster.models import DutyShift, Leave


@transaction.atomic
def grant_leave(
    *,
    actor: Actor,
    now: datetime,
    estate: Estate,
    staff: Staff,
    first_day: date,
    last_day: date,
    kind: str,
    origin: str,
) -> tuple[Leave, list[DutyShift]]:
    """The person is away on these days, both included. Returns the leave and his shifts that it freed.

    Shifts that have begun stay. Raises Refused when he is on leave on one of the days already.
    """
    Staff.objects.visible_to(actor).select_for_update(no_key=True).get(pk=staff.pk)
    try:
        with transaction.atomic():
            leave = Leave.objects.create(
                company_id=estate.company_id, estate=estate, staff=staff, first_day=first_day, last_day=last_day,
                kind=kind, origin=origin, by_id=actor.pk,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused(_("%(who)s这几天里已经有请假") % {"who": staff.name}, field="first_day") from clash
    record(actor=actor, now=now, verb="leave.granted", of=leave, after=facts(leave))
    shifts = DutyShift.objects.visible_to(actor).filter(
        staff=staff, day__range=(first_day, last_day), cancelled_at=None, starts_at__gt=now
    )
    freed = list(shifts.select_related("kind").order_by("starts_at"))
    for shift in freed:
        with change(shift, actor=actor, now=now, verb="shift.freed"):
            shift.cancelled_at, shift.freed_by = now, leave
    signal(topic="roster", company_id=estate.company_id, estate_id=estate.pk)
    return leave, freed


@transaction.atomic
def end_leave(*, actor: Actor, now: datetime, origin: str, back_on: date) -> None:
    """The person is back on this day; what was left of the leave is given up. Freed shifts stay with who took them."""
    leave = Leave.objects.select_for_update(of=("self",)).filter(origin=origin, cancelled_at=None).first()
    if leave is None or back_on > leave.last_day:
        return
    with change(leave, actor=actor, now=now, verb="leave.ended"):
        if back_on <= leave.first_day:
            leave.cancelled_at = now
        else:
            leave.last_day = date.fromordinal(back_on.toordinal() - 1)
    signal(topic="roster", company_id=leave.company_id, estate_id=leave.estate_id)


@transaction.atomic
def swap_shifts(*, actor: Actor, now: datetime, swap: queries.Swap) -> list[DutyShift]:
    """Each takes the other's shift, or the colleague takes it alone. Raises Refused when it does not fit any more."""
    people = sorted((swap.asker.pk, swap.colleague.pk))
    list(Staff.objects.visible_to(actor).select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    if why := queries.swap_problem(swap, now=now):
        raise Refused(why)
    given = [(swap.mine, swap.colleague)] + ([(swap.theirs, swap.asker)] if swap.theirs else [])
    for shift, _to in given:
        with change(shift, actor=actor, now=now, verb="shift.swapped"):
            shift.cancelled_at = now
    made = [put(shift.estate, to, shift.day, shift.kind, actor=actor, now=now) for shift, to in given]
    signal(topic="roster", company_id=swap.mine.company_id, estate_id=swap.mine.estate_id)
    return made
