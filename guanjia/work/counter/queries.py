"""The queue in its order, the day's appointments, and who is inside."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Avg,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    When,
)

from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor
from guanjia.engine.params.values import Parameters
from guanjia.work.counter import rules
from guanjia.work.counter.models import Appointment, Ticket, Visit
from guanjia.work.counter.parameters import CAPACITY, CLOSES, OPENS, SLOT

PERSON = ("customer", "unit__building")
BOARD_ROWS = 6


def waiting(estate_id: int, *, day: date, now: datetime) -> QuerySet[Ticket]:
    """Whose turn it is: those with an appointment near its time first, then in the order of their numbers."""
    is_ahead = Q(ahead_from__lte=now)
    rows = Ticket.objects.filter(estate_id=estate_id, day=day, called_at=None, left_at=None)
    return rows.order_by(
        Case(When(is_ahead, then=0), default=1, output_field=IntegerField()),
        Case(When(is_ahead, then=F("ahead_from")), default=F("taken_at")), "number",
    )  # fmt: skip


def queue_of(actor: Actor, estate_id: int, *, day: date, now: datetime) -> list[Ticket]:
    """The waiting, first in front. One statement."""
    mine = Ticket.objects.visible_to(actor).values("pk")
    return list(
        waiting(estate_id, day=day, now=now).filter(pk__in=mine).select_related(*PERSON, "appointment")
    )


def at_windows(actor: Actor, estate_id: int, *, day: date) -> list[Ticket]:
    """Those being served today, and what this clerk still has open. One statement."""
    rows = Ticket.objects.visible_to(actor).filter(estate_id=estate_id, served_at=None, left_at=None)
    rows = rows.filter(Q(day=day) | Q(clerk_id=actor.pk), called_at__isnull=False)
    return list(rows.select_related(*PERSON, "clerk", "estate").order_by("window", "called_at"))


def called_lately(actor: Actor, estate_id: int, *, day: date, most: int = BOARD_ROWS) -> list[Ticket]:
    """For the board in the waiting room: numbers and windows, the last call first. One statement."""
    rows = Ticket.objects.visible_to(actor).filter(estate_id=estate_id, day=day, called_at__isnull=False)
    return list(rows.filter(left_at=None).order_by("-last_called_at", "-number")[:most])


@dataclass(frozen=True)
class Morning:
    """The day so far: how many were served or left, how long they waited and took on average (minutes)."""

    served: int
    left: int
    waited: int | None
    took: int | None


def day_so_far(actor: Actor, estate_id: int, *, day: date) -> Morning:
    """One statement."""
    wait, work = (
        ExpressionWrapper(F(end) - F(start), output_field=DurationField())
        for start, end in (("taken_at", "called_at"), ("called_at", "served_at"))
    )
    said = Ticket.objects.visible_to(actor).filter(estate_id=estate_id, day=day).aggregate(
        served=Count("pk", filter=Q(served_at__isnull=False)), left=Count("pk", filter=Q(left_at__isnull=False)),
        waited=Avg(wait), took=Avg(work),
    )  # fmt: skip
    return Morning(said["served"], said["left"], _minutes(said["waited"]), _minutes(said["took"]))


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds() / 60)


def appointments_of(actor: Actor, estate: Estate, *, day: date) -> list[Appointment]:
    """The day's, those who arrived included (`ticket`). One statement."""
    since = datetime.combine(day, datetime.min.time(), ZoneInfo(estate.time_zone))
    rows = Appointment.objects.visible_to(actor).filter(
        estate=estate, cancelled_at=None, at__gte=since, at__lt=since + timedelta(days=1)
    )
    return list(rows.select_related(*PERSON, "clerk", "ticket").order_by("at", "seat"))


def seats_at(estate_id: int, at: datetime, until: datetime) -> set[int]:
    """Seats taken at some moment of a time."""
    rows = Appointment.objects.filter(estate_id=estate_id, cancelled_at=None, at__lt=until, ends_at__gt=at)
    return set(rows.values_list("seat", flat=True))


def free_slots(actor: Actor, estate: Estate, *, day: date, now: datetime) -> list[tuple[datetime, int]]:
    """(beginning, seats left) of the times of a day that can still be booked. Two statements."""
    numbers = Parameters.of(estate, now)
    minutes, capacity = numbers.value(SLOT), numbers.value(CAPACITY)
    offered = rules.slots_of(
        day, opens=numbers.value(OPENS), closes=numbers.value(CLOSES), minutes=minutes,
        zone=ZoneInfo(estate.time_zone),
    )  # fmt: skip
    booked: list[Any] = appointments_of(actor, estate, day=day)
    left = (
        (at, capacity - sum(one.at < at + timedelta(minutes=minutes) and one.ends_at > at for one in booked))
        for at in offered
        if at > now
    )
    return [(at, seats) for at, seats in left if seats > 0]


def inside(actor: Actor, estate_id: int) -> list[Visit]:
    """Visitors who have not left, the longest inside first. One statement."""
    rows = Visit.objects.visible_to(actor).filter(estate_id=estate_id, out_at=None)
    return list(rows.select_related("unit__building").order_by("in_at", "pk")[:200])
