"""The records behind an indicator: the same rows that were counted, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from guanjia.engine.access import Actor
from guanjia.engine.clock.models import Clock
from guanjia.screens.overview import queries
from guanjia.work.cases.models import Case
from guanjia.work.figures.queries import Narrow, cases_in, reopenings
from guanjia.work.figures.rules import GOOD_STARS, Period
from guanjia.work.followups.models import FollowUp

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One counted record. `counts` says whether it is among the numerator."""

    case: Case
    at: datetime
    counts: bool
    stars: int | None = None


def lines(
    code: str, actor: Actor, narrow: Narrow, period: Period, *, now: datetime, part: str = "", start: int = 0
) -> list[Line]:
    """Up to PER_PAGE + 1 lines of an indicator. `part`: "" all, "yes" the numerator, "no" the rest. Raises KeyError."""
    return _SOURCES[code](code, actor, narrow, period, now, part, slice(start, start + PER_PAGE + 1))


def _clocks(
    code: str, actor: Actor, narrow: Narrow, period: Period, now: datetime, part: str, cut: slice
) -> list[Line]:
    metric = "reply" if code == "response" else "finish"
    rows = queries.clocks_due(actor, narrow, period, now=now, metric=metric)
    found = list(_part(rows, queries.IN_TIME, part).order_by("-due_at", "-id")[cut])
    cases = _with_place(Case.objects.visible_to(actor)).in_bulk([row.subject_id for row in found])
    return [
        Line(cases[row.subject_id], row.due_at, row.state == Clock.State.MET and row.ended_at <= row.due_at)
        for row in found
        if row.subject_id in cases
    ]


def _followups(
    code: str, actor: Actor, narrow: Narrow, period: Period, now: datetime, part: str, cut: slice
) -> list[Line]:
    rows = queries.followups_due(actor, narrow, period, now=now)
    good = queries.ANSWERED if code == "followed" else queries.ANSWERED_IN_TIME
    found = _part(rows, good, part).select_related("case__unit__building").order_by("-due_at", "-id")[cut]
    return [
        Line(
            row.case, row.due_at,
            row.state == FollowUp.State.ANSWERED and (code == "followed" or row.ended_at <= row.due_at),
        )
        for row in found
    ]  # fmt: skip


def _answers(
    code: str, actor: Actor, narrow: Narrow, period: Period, now: datetime, part: str, cut: slice
) -> list[Line]:
    rows = queries.answers_in(actor, narrow, period)
    if part:
        rows = rows.filter(stars__gte=GOOD_STARS) if part == "yes" else rows.filter(stars__lt=GOOD_STARS)
    found = rows.select_related("followup__case__unit__building").order_by("-at", "-id")[cut]
    return [Line(row.followup.case, row.at, row.stars >= GOOD_STARS, row.stars) for row in found]


def _reopened(
    code: str, actor: Actor, narrow: Narrow, period: Period, now: datetime, part: str, cut: slice
) -> list[Line]:
    """The numerator is short; the rest are the finished cases of the period that did not come back in it."""
    back = reopenings(actor, narrow, period)
    if part == "no":
        done = cases_in(actor, narrow).filter(finished_at__gte=period.since, finished_at__lt=period.until)
        rest = _with_place(done.exclude(pk__in=back.values("case"))).order_by("-finished_at", "-id")[cut]
        return [Line(case, case.finished_at, False) for case in rest]
    latest = back.order_by("case_id", "-at").distinct("case_id").values("pk")
    found = back.filter(pk__in=latest).select_related("case__unit__building").order_by("-at", "-id")[cut]
    return [Line(row.case, row.at, True) for row in found]


def _part(rows: QuerySet, good: Any, part: str) -> QuerySet:
    if part == "yes":
        return rows.filter(good)
    return rows.exclude(good) if part == "no" else rows


def _with_place(rows: QuerySet) -> QuerySet:
    return rows.select_related("unit__building")


Source = Callable[[str, Actor, Narrow, Period, datetime, str, slice], list[Line]]
_SOURCES: dict[str, Source] = {
    "response": _clocks, "finish": _clocks, "followed": _followups, "followed_in_time": _followups,
    "content": _answers, "reopened": _reopened,
}  # fmt: skip
