"""Periods by the calendar or by a unit's own anniversary, their parts, and how many months a part is worth.

All days are included: a span runs from its first to its last day.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_CALENDAR = date(2000, 1, 1)


class Span(NamedTuple):
    """From a day to a day, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


class Dated(Protocol):
    """Something that counts from a day on, for ever or until a day."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


class Period(NamedTuple):
    """One period of so many months. `base` and `number` say how it was counted."""

    start: date
    end: date
    months: int
    base: date
    number: int


def shared(one: Span, other: Span) -> Span | None:
    """The days in both."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start <= end else None


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is none."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_at(day: date, months: int, anniversary: date | None = None) -> Period:
    """The period that holds the day: by the calendar (quarters from January), or counted from an anniversary."""
    base = anniversary or _CALENDAR
    index = ((day.year - base.year) * 12 + day.month - base.month) // months
    while add_months(base, index * months) > day:
        index -= 1
    while add_months(base, (index + 1) * months) <= day:
        index += 1
    return _numbered(base, index, months)


@cache
def _numbered(base: date, index: int, months: int) -> Period:
    start = add_months(base, index * months)
    return Period(start, add_months(base, (index + 1) * months) - DAY, months, base, index)


def periods_in(window: Span, months: int, anniversary: date | None = None) -> list[Period]:
    """All periods with a day in the window, in order."""
    found = [period_at(window.start, months, anniversary)]
    while found[-1].end < window.end:
        last = found[-1]
        found.append(_numbered(last.base, last.number + 1, months))
    return found


def months_worth(period: Period, part: Span) -> Fraction:
    """How many months a part of the period is worth: whole months count one, the others by their days."""
    if part.start <= period.start and part.end >= period.end:
        return Fraction(period.months)
    return sum((_share(month, part) for month in _months(period)), Fraction())


@cache
def _months(period: Period) -> tuple[Span, ...]:
    first = period.number * period.months
    starts = [add_months(period.base, first + n) for n in range(period.months + 1)]
    return tuple(Span(start, after - DAY) for start, after in pairwise(starts))


def _share(month: Span, part: Span) -> Fraction:
    both = shared(month, part)
    return Fraction(both.days, month.days) if both else Fraction()


def without(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a span, in order."""
    left = [span]
    for each in taken:
        left = [rest for one in left for rest in _less(one, each)]
    return left


def _less(span: Span, taken: Span) -> list[Span]:
    if not shared(span, taken):
        return [span]
    parts = []
    if span.start < taken.start:
        parts.append(Span(span.start, taken.start - DAY))
    if span.end > taken.end:
        parts.append(Span(taken.end + DAY, span.end))
    return parts


def cut(span: Span, days: Iterable[date]) -> list[Span]:
    """The span in pieces, each beginning on one of the days (or where the span begins)."""
    starts = [span.start, *sorted({day for day in days if span.start < day <= span.end})]
    ends = [*(start - DAY for start in starts[1:]), span.end]
    return [Span(*pair) for pair in zip(starts, ends, strict=True)]


def in_force[T](day: date, dated: Sequence[tuple[Span, T]]) -> T | None:
    """The first whose span holds the day."""
    return next((one for span, one in dated if span.start <= day <= span.end), None)


def timeline[V: Dated](own: Sequence[V], common: Sequence[V]) -> list[tuple[Span, V]]:
    """Versions with the days on which each counts. From the first of its own on, a place's own versions count."""
    if not own:
        return _chain(common)
    first = min(each.since for each in own)
    before = [
        (Span(span.start, min(span.end, first - DAY)), each)
        for span, each in _chain(common)
        if span.start < first
    ]
    return before + _chain(own)


def _chain[V: Dated](versions: Sequence[V]) -> list[tuple[Span, V]]:
    """Each until the next begins, or until it ends."""
    ordered = sorted(versions, key=lambda each: each.since)
    nexts = [each.since - DAY for each in ordered[1:]] + [date.max] * bool(ordered)
    return [
        (Span(each.since, min(last, each.until or date.max)), each)
        for each, last in zip(ordered, nexts, strict=True)
    ]


def due_on(period: Span, *, issued: date, anchor: str, days: int, day_of_month: int = 0) -> date:
    """The last day for paying.

    `anchor`: `start` or `end` of the period, or `issued`; so many days later; then, if a day of the month is
    given, the next such day. Never before the bill is out.
    """
    due = {"start": period.start, "end": period.end, "issued": issued}[anchor] + timedelta(days=days)
    if day_of_month:
        wanted = _of_month(due, day_of_month)
        due = wanted if wanted >= due else _of_month(add_months(due.replace(day=1), 1), day_of_month)
    return max(due, issued)


def _of_month(day: date, wanted: int) -> date:
    return day.replace(day=min(wanted, monthrange(day.year, day.month)[1]))
