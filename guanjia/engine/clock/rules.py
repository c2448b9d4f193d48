"""Working time: when a calendar is open, and what a span of working seconds comes to on the wall clock.

An instant is worked when the clock on the wall of the calendar's zone shows a time inside one of the day's
spans; on days with a clock change that makes a shift longer or shorter, as it does for the people in it.
Everything is whole seconds in UTC (`whole` cuts the rest off).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

DAY = 86_400
LAST_YEAR = 2300
EPOCH = datetime(1970, 1, 1)


def whole(t: datetime) -> datetime:
    """The instant without its fraction of a second, UTC. Raises ValueError for a time without a zone."""
    if t.tzinfo is None:
        raise ValueError(f"{t} has no time zone")
    return t.astimezone(UTC).replace(microsecond=0)


class WorkingTime(Protocol):
    """What clocks need of a calendar."""

    def add(self, t: datetime, seconds: int) -> datetime:
        """The first instant at which `seconds` have been worked since t."""
        ...

    def back(self, t: datetime, seconds: int) -> datetime:
        """The last instant from which `seconds` are worked until t."""
        ...

    def between(self, a: datetime, b: datetime) -> int:
        """Seconds worked from a to b; 0 when b is not later."""
        ...

    @property
    def day_seconds(self) -> int:
        """Length of a usual day, which is what "one workday" means."""
        ...


class Always:
    """The calendar that never closes."""

    day_seconds = DAY

    def add(self, t: datetime, seconds: int) -> datetime:
        return whole(t) + timedelta(seconds=seconds)

    def back(self, t: datetime, seconds: int) -> datetime:
        return whole(t) - timedelta(seconds=seconds)

    def between(self, a: datetime, b: datetime) -> int:
        return max(0, int((whole(b) - whole(a)).total_seconds()))


ALWAYS = Always()


@dataclass(frozen=True, order=True)
class Span:
    """Worked from `start` to `end`, seconds after the midnight that begins the day; may pass the next one."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < DAY or not self.start < self.end <= self.start + DAY:
            raise ValueError(f"not a span of a day: {self.start}–{self.end}")


WHOLE_DAY = (Span(0, DAY),)


@dataclass(frozen=True)
class Override:
    """A date unlike its weekday: `off`, `work` (the usual hours), `all` (24 h) or `hours` (the spans)."""

    kind: str
    spans: tuple[Span, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("off", "work", "all", "hours") or (self.kind == "hours") != bool(self.spans):
            raise ValueError(f"not an override: {self.kind} {self.spans}")


@dataclass(frozen=True)
class CalendarSpec:
    """Opening hours as people say them: seven days from Monday, and the dates that differ."""

    zone: str
    weekly: tuple[tuple[Span, ...], ...]
    overrides: Mapping[date, Override] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ZoneInfo(self.zone)
        if len(self.weekly) != 7 or not any(self.weekly):
            raise ValueError("a calendar needs seven weekdays, one of them worked")

    @property
    def usual(self) -> tuple[Span, ...]:
        """The hours of the first worked weekday, which make-up workdays take over."""
        return next(spans for spans in self.weekly if spans)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """What is worked by shifts that begin on this date. A night shift belongs to the day it begins."""
        override = self.overrides.get(day)
        if override is None:
            return self.weekly[day.weekday()]
        return {"off": (), "work": self.usual, "all": WHOLE_DAY, "hours": override.spans}[override.kind]

    def as_json(self) -> dict[str, Any]:
        return {
            "weekly": [[[s.start, s.end] for s in spans] for spans in self.weekly],
            "overrides": {
                day.isoformat(): {
                    "kind": o.kind,
                    "spans": [[s.start, s.end] for s in o.spans],
                    "note": o.note,
                }
                for day, o in sorted(self.overrides.items())
            },
        }

    @classmethod
    def from_json(cls, zone: str, spec: Mapping[str, Any]) -> "CalendarSpec":
        """Raises ValueError (or KeyError) when the hours make no sense."""
        return cls(
            zone,
            tuple(_spans(day) for day in spec["weekly"]),
            {
                date.fromisoformat(day): Override(o["kind"], _spans(o.get("spans", ())), o.get("note", ""))
                for day, o in spec.get("overrides", {}).items()
            },
        )


def _spans(pairs: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple(sorted(Span(*pair) for pair in pairs))


@dataclass(frozen=True)
class _Table:
    """Worked intervals of some years in epoch seconds, and how much was worked before each of them."""

    first_year: int
    last_year: int
    starts: list[int]
    ends: list[int]
    before: list[int]

    @property
    def total(self) -> int:
        return self.before[-1] + self.ends[-1] - self.starts[-1] if self.starts else 0

    def worked(self, t: int) -> int:
        i = bisect_right(self.starts, t) - 1
        return self.before[i] + min(t, self.ends[i]) - self.starts[i] if i >= 0 else 0


class Timetable:
    """A calendar compiled for looking up. The compiled years grow with what is asked."""

    def __init__(self, spec: CalendarSpec) -> None:
        self.spec = spec
        self._zone = ZoneInfo(spec.zone)
        self._table = _Table(0, -1, [], [], [])

    def add(self, t: datetime, seconds: int) -> datetime:
        """Raises ValueError when that many seconds are not worked before the year 2300."""
        if seconds < 0:
            raise ValueError("use back() to go back")
        start = _epoch(t)
        if seconds == 0:
            return whole(t)
        table = self._cover(t.year, t.year)
        while table.total < table.worked(start) + seconds:
            table = self._cover(t.year, table.last_year + 2)
        reach = table.worked(start) + seconds
        i = bisect_left(table.before, reach) - 1
        return _instant(table.starts[i] + reach - table.before[i])

    def back(self, t: datetime, seconds: int) -> datetime:
        if seconds < 0:
            raise ValueError("use add() to go on")
        end = _epoch(t)
        if seconds == 0:
            return whole(t)
        table = self._cover(t.year, t.year)
        while table.worked(end) < seconds:
            table = self._cover(table.first_year - 2, t.year)
        reach = table.worked(end) - seconds
        i = bisect_right(table.before, reach) - 1
        return _instant(table.starts[i] + reach - table.before[i])

    def between(self, a: datetime, b: datetime) -> int:
        if b <= a:
            return 0
        table = self._cover(a.year, b.year)
        return table.worked(_epoch(b)) - table.worked(_epoch(a))

    def is_open(self, t: datetime) -> bool:
        return self.between(t, t + timedelta(seconds=1)) == 1

    @cached_property
    def day_seconds(self) -> int:
        return sum(span.end - span.start for span in self.spec.usual)

    def _cover(self, first: int, last: int) -> _Table:
        """The table with a spare year on both sides of these years."""
        table = self._table
        first, last = first - 1, last + 1
        if table.first_year <= first and last <= table.last_year:
            return table
        if last > LAST_YEAR or first < 1900:
            raise ValueError("the calendar is not worked enough for that")
        if table.starts:
            first, last = min(first, table.first_year), max(last, table.last_year)
        self._table = self._compile(first, last)
        return self._table

    def _compile(self, first: int, last: int) -> _Table:
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(self._intervals(date(first, 1, 1), date(last, 12, 31))):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        before, total = [], 0
        for start, end in zip(starts, ends, strict=True):
            before.append(total)
            total += end - start
        return _Table(first, last, starts, ends, before)

    def _intervals(self, first: date, last: date) -> Iterator[tuple[int, int]]:
        for ordinal in range(first.toordinal() - 2, last.toordinal() + 2):
            day = date.fromordinal(ordinal)
            midnight = (ordinal - EPOCH.toordinal()) * DAY
            for span in self.spec.spans_on(day):
                yield from self._on_the_wall(midnight + span.start, midnight + span.end)

    def _on_the_wall(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Instants at which the wall shows a time in [start, end): two pieces when the clock is changed."""
        early, late = start - DAY, end + DAY
        first, second = self._offset(early), self._offset(late)
        if first == second:
            yield start - first, end - first
            return
        while late - early > 1:
            middle = (early + late) // 2
            early, late = (middle, late) if self._offset(middle) == first else (early, middle)
        for a, b in ((start - first, min(end - first, late)), (max(start - second, late), end - second)):
            if a < b:
                yield a, b

    def _offset(self, t: int) -> int:
        offset = _instant(t).astimezone(self._zone).utcoffset()
        return int(offset.total_seconds()) if offset else 0


def _epoch(t: datetime) -> int:
    return int(whole(t).timestamp())


def _instant(t: int) -> datetime:
    return datetime.fromtimestamp(t, UTC)
