"""Counts over cases. Each is one statement over an index, whatever the number of closed cases."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from guanjia.engine.access import Actor
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.figures.rules import AGE_BANDS, SOON, Period
from guanjia.work.followups.models import FollowUp

Rows = list[dict[str, Any]]
ONE = Value(1)
"""What is counted where a condition applies: no column, so that the index alone answers."""


@dataclass(frozen=True)
class Narrow:
    """What the figures are narrowed to; None means all. The names are those of the case list's address."""

    estate: int | None = None
    department: int | None = None
    procedure: str = ""
    handler: int | None = None

    def of(self, rows: QuerySet, prefix: str = "") -> QuerySet:
        """The rows that belong; `prefix` leads from the rows to the case."""
        if self.estate:
            rows = rows.filter(estate_id=self.estate)
        if self.department:
            rows = rows.filter(**{f"{prefix}department_id": self.department})
        if self.procedure:
            rows = rows.filter(**{f"{prefix}procedure": self.procedure})
        if self.handler:
            rows = rows.filter(**{f"{prefix}handler_id": self.handler})
        return rows

    def with_estate(self, estate: int) -> "Narrow":
        return replace(self, estate=estate)

    @property
    def address(self) -> dict[str, Any]:
        """As query parameters of the case list."""
        return {name: value for name, value in vars(self).items() if value}


def within(rows: QuerySet, period: Period | None, moment: str) -> QuerySet:
    """The rows whose moment lies in the period; None means ever."""
    if period is None:
        return rows
    return rows.filter(**{f"{moment}__gte": period.since, f"{moment}__lt": period.until})


def cases_in(actor: Actor, narrow: Narrow) -> QuerySet:
    return narrow.of(Case.objects.visible_to(actor))


GROUPS = ("estate_id", "department_id", "department__name", "handler_id", "handler__name", "state")


def open_groups(actor: Actor, narrow: Narrow, *, now: datetime, by: tuple[str, ...] = GROUPS) -> Rows:
    """Cases not over yet per estate, department, handler and state: `n`, `late`, `soon`, `unassigned`, `oldest`,
    `age0`…`age4`. Whoever needs totals only groups by `state` alone."""
    ages = {
        f"age{index}": Count(ONE, filter=aged(timedelta(days=since), until and timedelta(days=until), now))
        for index, (since, until) in enumerate(AGE_BANDS)
    }
    return list(
        cases_in(actor, narrow)
        .open()
        .values(*by)
        .annotate(
            n=Count("*"),
            late=Count(ONE, filter=Q(next_due_at__lt=now)),
            soon=Count(ONE, filter=Q(next_due_at__gte=now, next_due_at__lt=now + SOON)),
            unassigned=Count(ONE, filter=Q(state=Case.State.OPEN, handler=None)),
            oldest=Min("opened_at"),
            **ages,
        )
        .order_by()
    )


def waiting_groups(actor: Actor, narrow: Narrow, *, now: datetime) -> Rows:
    """Cases about which somebody is to be called now, per estate, department and handler: `waiting`."""
    due = FollowUp.objects.visible_to(actor).after_work().callable(now=now)
    return list(
        narrow.of(due, "case__")
        .values("estate_id", department_id=F("case__department_id"), handler_id=F("case__handler_id"))
        .annotate(waiting=Count("case", distinct=True))
        .order_by()
    )


def asking(rows: QuerySet[Case], *, now: datetime) -> QuerySet[Case]:
    """The cases that `waiting_groups` counts."""
    due = FollowUp.objects.after_work().callable(now=now).filter(case=OuterRef("pk"))
    return rows.filter(Exists(due))


def aged(since: timedelta, until: timedelta | None, now: datetime) -> Q:
    """Opened at least `since` and less than `until` ago."""
    young = Q(opened_at__lte=now - since) if since else Q()
    return young if until is None else young & Q(opened_at__gt=now - until)


def flow(actor: Actor, narrow: Narrow, period: Period, *, zone: tzinfo) -> Rows:
    """Per local `day` and `estate_id`, `n` cases that arrived (`what` = "in") or were finished ("out")."""
    cases = cases_in(actor, narrow)
    arrived = _per_day(cases, "opened_at", period, zone, "in")
    finished = _per_day(cases, "finished_at", period, zone, "out")
    return list(arrived.union(finished, all=True))


def _per_day(cases: QuerySet, moment: str, period: Period, zone: tzinfo, what: str) -> QuerySet:
    return (
        within(cases, period, moment)
        .annotate(day=TruncDate(moment, tzinfo=zone), what=Value(what))
        .values("day", "estate_id", "what")
        .annotate(n=Count("*"))
        .order_by()
    )


def reopened(actor: Actor, narrow: Narrow, period: Period) -> Rows:
    """Per `estate_id`, the `cases` that were sent back to work in the period, and how many of them are `unfinished`
    (so that they are not among the finished cases of the period)."""
    again = Q(case__finished_at__gte=period.since, case__finished_at__lt=period.until)
    return list(
        reopenings(actor, narrow, period)
        .values("estate_id")
        .annotate(cases=Count("case", distinct=True), unfinished=Count("case", distinct=True, filter=~again))
        .order_by()
    )


def reopenings(actor: Actor, narrow: Narrow, period: Period | None) -> QuerySet:
    """The moments at which cases were sent back to work; `period` None means ever."""
    rows = TimelineEntry.objects.visible_to(actor).filter(kind="reopened")
    return narrow.of(within(rows, period, "at"), "case__")


def arrivals_by_hour(actor: Actor, narrow: Narrow, period: Period, *, zone: tzinfo) -> Rows:
    """Cases that arrived, per `weekday` (1 Monday … 7) and `hour` of the local day."""
    return list(
        _arrived(actor, narrow, period)
        .annotate(
            weekday=ExtractIsoWeekDay("opened_at", tzinfo=zone), hour=ExtractHour("opened_at", tzinfo=zone)
        )
        .values("weekday", "hour")
        .annotate(n=Count("*"))
        .order_by()
    )


def arrivals_by_topic(actor: Actor, narrow: Narrow, period: Period) -> Rows:
    return list(_arrived(actor, narrow, period).values("topic").annotate(n=Count("*")).order_by("-n"))


def arrivals_by_building(actor: Actor, narrow: Narrow, period: Period, *, most: int = 20) -> Rows:
    """The buildings with most cases; public places are not among them."""
    return list(
        _arrived(actor, narrow, period)
        .filter(unit__isnull=False)
        .values(
            building=F("unit__building_id"), name=F("unit__building__name"), estate_name=F("estate__name")
        )
        .annotate(n=Count("*"))
        .order_by("-n", "building")[:most]
    )


def _arrived(actor: Actor, narrow: Narrow, period: Period) -> QuerySet:
    return within(cases_in(actor, narrow), period, "opened_at")
