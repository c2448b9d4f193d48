"""The arithmetic of the indicators: shares, ages, periods. Formulas are those of the specification, 4-indicators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

SOON = timedelta(hours=2)
"""About to be late: due within this time."""

AGE_BANDS: tuple[tuple[int, int | None], ...] = ((0, 1), (1, 3), (3, 7), (7, 30), (30, None))
"""Ages of open cases in days, from inclusive, to exclusive."""

GOOD_STARS = 4
"""Answers of so many stars or more count as content."""

PERIODS = ("today", "week", "month", "last_month", "quarter", "custom")


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, both counts of records."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def percent(self) -> Decimal | None:
        """One decimal, rounded half up; None when there is nothing to divide by."""
        if not self.whole:
            return None
        return (Decimal(self.part * 100) / self.whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def mean_stars(stars: Iterable[tuple[int, int]]) -> Decimal | None:
    """Mean of (stars, how many answers) with two decimals; None without answers."""
    pairs = list(stars)
    answers = sum(count for _, count in pairs)
    if not answers:
        return None
    total = sum(value * count for value, count in pairs)
    return (Decimal(total) / answers).quantize(Decimal("0.01"), ROUND_HALF_UP)


def contentment(stars: Iterable[tuple[int, int]]) -> Share:
    """Answers 4–5 of 5 ÷ answers, from (stars, how many answers)."""
    pairs = list(stars)
    return Share(sum(n for value, n in pairs if value >= GOOD_STARS), sum(n for _, n in pairs))


@dataclass(frozen=True)
class Period:
    """From a moment up to, not including, another. `days` are the local dates inside."""

    name: str
    since: datetime
    until: datetime

    @property
    def first_day(self) -> date:
        return self.since.date()

    @property
    def last_day(self) -> date:
        return (self.until - timedelta(microseconds=1)).date()

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        first, last = self.first_day, self.last_day
        return (last.year - first.year) * 12 + last.month - first.month + 1

    @property
    def days(self) -> list[date]:
        length = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=offset) for offset in range(length)]


def period(name: str, *, local: datetime, first: date | None = None, last: date | None = None) -> Period:
    """The named period around a local moment; `custom` takes its own first and last day (at most 366 days).

    Raises ValueError for an unknown name and for a custom period without, or with reversed, or with too many days.
    """
    today = local.date()
    if name == "custom":
        if first is None or last is None or last < first or (last - first).days > 365:
            raise ValueError("a custom period needs a first and a last day, at most 366 days apart")
        return _between(name, first, last, local)
    return _between(name, *_bounds(name, today), local)


def _bounds(name: str, today: date) -> tuple[date, date]:
    month = today.replace(day=1)
    if name == "today":
        return today, today
    if name == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, today
    if name == "month":
        return month, today
    if name == "last_month":
        last = month - timedelta(days=1)
        return last.replace(day=1), last
    if name == "quarter":
        return month.replace(month=month.month - (month.month - 1) % 3), today
    raise ValueError(f"no such period: {name}")


def _between(name: str, first: date, last: date, local: datetime) -> Period:
    zone = local.tzinfo
    return Period(
        name, datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    )


@dataclass
class Tally:
    """Numbers of one group of cases. `open` are in work, of `waiting` the customer is to be asked now."""

    open: int = 0
    waiting: int = 0
    late: int = 0
    soon: int = 0
    unassigned: int = 0
    ages: tuple[int, ...] = (0,) * len(AGE_BANDS)
    oldest: datetime | None = None

    @property
    def all(self) -> int:
        return self.open + self.waiting

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row of `figures.queries.open_groups` or `waiting_groups` in."""
        if "waiting" in row:
            self.waiting += row["waiting"]
            return
        is_open = row["state"] == "open"
        self.open += row["n"] if is_open else 0
        self.late += row["late"]
        self.soon += row["soon"]
        self.unassigned += row["unassigned"]
        self.ages = tuple(had + row[f"age{index}"] for index, had in enumerate(self.ages))
        if row["oldest"] and is_open:
            self.oldest = min(self.oldest or row["oldest"], row["oldest"])


def tally(rows: Iterable[Mapping[str, Any]]) -> Tally:
    """All rows together."""
    total = Tally()
    for row in rows:
        total.add(row)
    return total


def tally_by(rows: Iterable[Mapping[str, Any]], name: str) -> dict[Any, Tally]:
    """One tally per value of a column, in order of appearance."""
    found: dict[Any, Tally] = {}
    for row in rows:
        found.setdefault(row[name], Tally()).add(row)
    return found
