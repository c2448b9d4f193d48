"""Complaints, the duty of who was asked first, samples of households, technicians: the querysets that are counted.

Formulas are those of the specification, 4-indicators; each is a condition (Q) over rows, so that the number and the
list behind it say the same.
"""

from datetime import datetime, timedelta

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.json import KT

from guanjia.directory.places.models import Estate, Unit
from guanjia.engine.access import Actor
from guanjia.engine.clock.models import Clock
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.dispatch.models import MaterialLine, Trip, WorkOrder
from guanjia.work.figures.queries import ONE, Narrow, Rows, cases_in, within
from guanjia.work.figures.rules import Period
from guanjia.work.followups.models import Answer
from guanjia.work.followups.queries import lived_in

AGAIN_WITHIN = timedelta(days=30)
VOID = (Case.State.CANCELLED, Case.State.MERGED)
VALID = Q(answers__valid=True)
ABOUT_CASE = Q(subject_type=Case._meta.label_lower)


def complaints_in(actor: Actor, narrow: Narrow, period: Period | None) -> QuerySet:
    """Complaints that arrived in the period, but for those cancelled or merged into another."""
    rows = cases_in(actor, narrow).filter(procedure="complaint").exclude(state__in=VOID)
    return within(rows, period, "opened_at").annotate(cause=KT("answers__cause"))


def repeated() -> Exists:
    """The same home complained for the same cause within the 30 days before. Over `complaints_in`."""
    earlier = Case.objects.filter(
        procedure="complaint", unit=OuterRef("unit"), opened_at__lt=OuterRef("opened_at"),
        opened_at__gte=OuterRef("opened_at") - AGAIN_WITHIN,
    )  # fmt: skip
    return Exists(
        earlier.exclude(state__in=VOID).annotate(why=KT("answers__cause")).filter(why=OuterRef("cause"))
    )


def complaint_rows(actor: Actor, narrow: Narrow, period: Period) -> Rows:
    """Per estate `n` complaints, of these `valid` and `again` (repeated)."""
    rows = complaints_in(actor, narrow, period).values("estate_id")
    counts = {"valid": Count(ONE, filter=VALID), "again": Count(ONE, filter=repeated())}
    return list(rows.annotate(n=Count("*"), **counts).order_by())


def occupied_units(actor: Actor, narrow: Narrow) -> int:
    """Units in which somebody lives or works now."""
    units = Unit.objects.visible_to(actor).filter(lived_in())
    return (units.filter(estate_id=narrow.estate) if narrow.estate else units).count()


def finished_in(actor: Actor, narrow: Narrow, period: Period | None) -> QuerySet:
    """Cases whose work was finished in the period and of which somebody was asked first."""
    rows = cases_in(actor, narrow).filter(finished_at__isnull=False, first_owner__isnull=False)
    return within(rows.exclude(state__in=VOID), period, "finished_at")


def fulfilled(now: datetime) -> Q:
    """The first owner did every duty. Told: no reply was late or left out. Chased: after each other deadline that was
    broken he did something about the case. Closed: it is closed, or its follow-up is not late yet."""
    clocks = Clock.objects.filter(ABOUT_CASE, subject_id=OuterRef("pk"))
    untold = clocks.filter(
        Q(breached_at__isnull=False) | Q(state__in=("missed", "cancelled")), metric="reply"
    )
    act = TimelineEntry.objects.filter(
        case=OuterRef("subject_id"), actor=OuterRef(OuterRef("first_owner")), at__gte=OuterRef("breached_at")
    )
    unchased = clocks.filter(~Exists(act), breached_at__isnull=False).exclude(metric="reply")
    in_time = Q(next_due_at=None) | Q(next_due_at__gte=now)
    closed = Q(state=Case.State.CLOSED) | Q(state=Case.State.FINISHED) & in_time
    return closed & ~Exists(untold) & ~Exists(unchased)


def first_owner_counts(actor: Actor, narrow: Narrow, period: Period, *, now: datetime) -> tuple[int, int]:
    """(cases whose first owner did every duty, all)."""
    found = finished_in(actor, narrow, period).aggregate(n=Count("*"), good=Count(ONE, filter=fulfilled(now)))
    return found["good"], found["n"]


def sample_answers(actor: Actor, narrow: Narrow, period: Period | None) -> QuerySet:
    """What households of samples said. They belong to no department, procedure or handler."""
    rows = within(Answer.objects.visible_to(actor).filter(followup__kind="sample"), period, "at")
    return rows.filter(estate_id=narrow.estate) if narrow.estate else rows


def orders_in(actor: Actor, narrow: Narrow, period: Period | None) -> QuerySet:
    """Field work done in the period by our own people. Estates are named so that their index serves."""
    here = Estate.objects.visible_to(actor).values("pk")
    rows = WorkOrder.objects.visible_to(actor).filter(state="done", technician__isnull=False, estate__in=here)
    return narrow.of(within(rows, period, "done_at"), "case__")


def done_in_time() -> Exists:
    """The order was done before the finish deadline of its case."""
    clocks = Clock.objects.filter(ABOUT_CASE, subject_id=OuterRef("case_id"), metric="finish")
    return Exists(clocks.filter(started_at__lte=OuterRef("done_at"), due_at__gte=OuterRef("done_at")))


def sent_back() -> Exists:
    """The case was reopened after the order was done."""
    back = TimelineEntry.objects.filter(case=OuterRef("case_id"), kind="reopened")
    return Exists(back.filter(at__gte=OuterRef("done_at")))


def technician_rows(actor: Actor, narrow: Narrow, period: Period) -> Rows:
    """Per technician: `n` orders, `in_time`, `again` (reopened), `hours` on the spot, `stars`, `answers`, `cost`."""
    orders = orders_in(actor, narrow, period)
    named = orders.values("technician_id", name=F("technician__name"))
    counts = {"in_time": Count(ONE, filter=done_in_time()), "again": Count(ONE, filter=sent_back())}
    rows = {
        row["technician_id"]: row | {"hours": 0, "stars": None, "answers": 0, "cost": 0}
        for row in named.annotate(n=Count("*"), **counts).order_by("-n", "technician_id")
    }
    for more in (_hours(orders), _stars(orders), _cost(orders)):
        for row in more:
            rows.get(row.pop("who"), {}).update(row)
    return list(rows.values())


def _hours(orders: QuerySet) -> Rows:
    trips = Trip.objects.filter(order__in=orders, arrived_at__isnull=False, ended_at__isnull=False)
    spent = (
        trips.values(who=F("technician_id")).annotate(spent=Sum(F("ended_at") - F("arrived_at"))).order_by()
    )
    return [{"who": row["who"], "hours": round(row["spent"].total_seconds() / 3600, 1)} for row in spent]


def _stars(orders: QuerySet) -> Rows:
    """Answers about the round in which the order was done."""
    same_round = Q(step=None) | Q(case__followups__cycle=F("step__cycle"))
    said = orders.filter(same_round, case__followups__answer__isnull=False).values(who=F("technician_id"))
    stars = "case__followups__answer__stars"
    return list(said.annotate(stars=Avg(stars), answers=Count(stars)).order_by())


def _cost(orders: QuerySet) -> Rows:
    lines = MaterialLine.objects.filter(order__in=orders, struck_at=None)
    return list(lines.values(who=F("order__technician_id")).annotate(cost=Sum("amount")).order_by())
