"""The state of a clock as the fold of its events. Pure: the same code moves the row and rebuilds it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from guanjia.engine.clock.rules import WorkingTime
from guanjia.engine.clock.targets import BREACH, ESCALATE, WARN, Level

START, PAUSE, RESUME, RETARGET = "start", "pause", "resume", "retarget"
MEET, MISS, CANCEL, RESTORE = "meet", "miss", "cancel", "restore"
FIRINGS = (WARN, BREACH, ESCALATE)
RUNNING, PAUSED, BREACHED, MET, MISSED, CANCELLED = (
    "running", "paused", "breached", "met", "missed", "cancelled",
)  # fmt: skip
OPEN = (RUNNING, PAUSED, BREACHED)


@dataclass(frozen=True)
class Terms:
    """A target as it applies to one clock: seconds, its calendar, and the calendar of "+1 workday" levels."""

    seconds: int
    levels: tuple[Level, ...]
    pauses: tuple[str, ...]
    calendar: WorkingTime
    workdays: WorkingTime


@dataclass(frozen=True)
class Fact:
    """One event: what happened, when, and what it brought (terms, reason, or the level that fired)."""

    kind: str
    at: datetime
    reason: str = ""
    level: int | None = None
    terms: Terms | None = None


@dataclass(frozen=True)
class Reading:
    """What a clock shows. `fired` holds the levels that are done with under the present terms."""

    terms: Terms
    started_at: datetime
    changed_at: datetime
    running_since: datetime | None
    due_at: datetime | None
    used: int = 0
    reasons: tuple[str, ...] = ()
    fired: tuple[int, ...] = ()
    generation: int = 1
    breached_at: datetime | None = None
    ended_at: datetime | None = None
    ending: str = ""

    @property
    def state(self) -> str:
        if self.ended_at:
            return self.ending
        if self.reasons:
            return PAUSED
        return BREACHED if self.breached_at else RUNNING

    def used_until(self, t: datetime) -> int:
        """Working seconds used by then, in whichever state the clock is."""
        if self.running_since is None:
            return self.used
        return self.used + self.terms.calendar.between(self.running_since, t)

    def reaches(self, seconds: int) -> datetime:
        """When the used time reaches so much; lies before `running_since` if it already has."""
        if self.running_since is None:
            raise ValueError("a clock that stands still reaches nothing")
        left = seconds - self.used
        calendar = self.terms.calendar
        return (
            calendar.add(self.running_since, left) if left >= 0 else calendar.back(self.running_since, -left)
        )

    def fires_at(self, level: Level) -> datetime:
        if level.percent is not None:
            return self.reaches(self.terms.seconds * level.percent // 100)
        due = self.reaches(self.terms.seconds)
        workdays = self.terms.workdays
        if level.workdays:
            due = workdays.add(due, level.workdays * workdays.day_seconds)
        return due + timedelta(seconds=level.after)

    def next_firing(self) -> tuple[int, datetime] | None:
        """(level, when) of the rung that comes next, or None while nothing ticks."""
        if self.running_since is None or self.ended_at:
            return None
        waiting = [
            (self.fires_at(level), i) for i, level in enumerate(self.terms.levels) if i not in self.fired
        ]
        if not waiting:
            return None
        at, index = min(waiting)
        return index, at


def apply(now: Reading | None, fact: Fact) -> Reading:
    """The reading after one more event. Raises ValueError for an event that cannot follow."""
    if now is None:
        if fact.kind != START or fact.terms is None:
            raise ValueError(f"a clock begins with a start, not with {fact.kind}")
        return _going(Reading(fact.terms, fact.at, fact.at, None, None), fact.at)
    if fact.at < now.changed_at:
        raise ValueError("events come in the order of time")
    return _moved(replace(now, changed_at=fact.at), fact)


def _moved(now: Reading, fact: Fact) -> Reading:
    match fact.kind:
        case "pause":
            stopped = _stopped(now, fact.at, due_at=None)
            return replace(stopped, reasons=tuple(sorted({*now.reasons, fact.reason})))
        case "resume":
            left = replace(now, reasons=tuple(r for r in now.reasons if r != fact.reason))
            return left if left.reasons else _going(left, fact.at)
        case "retarget":
            return _retargeted(now, fact)
        case "meet" | "cancel":
            ending = MET if fact.kind == MEET else CANCELLED
            return replace(_stopped(now, fact.at, due_at=now.due_at), ended_at=fact.at, ending=ending)
        case "miss":
            stopped = _stopped(now, fact.at, due_at=now.due_at or fact.at)
            return replace(stopped, ended_at=fact.at, ending=MISSED)
        case "restore":
            back = replace(now, ended_at=None, ending="", due_at=None)
            return back if back.reasons else _going(back, fact.at)
        case kind if kind in FIRINGS and fact.level is not None:
            breached = now.due_at if kind == BREACH else now.breached_at
            return replace(now, fired=tuple(sorted({*now.fired, fact.level})), breached_at=breached)
    raise ValueError(f"unknown event {fact.kind}")


def rebuild(facts: Iterable[Fact]) -> Reading:
    reading: Reading | None = None
    for fact in facts:
        reading = apply(reading, fact)
    if reading is None:
        raise ValueError("a clock without events")
    return reading


def _stopped(now: Reading, at: datetime, *, due_at: datetime | None) -> Reading:
    return replace(now, used=now.used_until(at), running_since=None, due_at=due_at)


def _going(now: Reading, at: datetime) -> Reading:
    going = replace(now, running_since=at)
    return replace(going, due_at=going.reaches(going.terms.seconds))


def _retargeted(now: Reading, fact: Fact) -> Reading:
    """Used time and pauses stay. A rung that was told once is told again only if it lies ahead anew."""
    if fact.terms is None:
        raise ValueError("a retarget needs terms")
    stopped = replace(_stopped(now, fact.at, due_at=None), terms=fact.terms, generation=now.generation + 1)
    going = _going(stopped, fact.at)
    told = [now.terms.levels[i] for i in now.fired]
    kept = tuple(
        i
        for i, level in enumerate(fact.terms.levels)
        if going.fires_at(level) <= fact.at and _was_told(level, told)
    )
    breached = now.breached_at if going.used >= going.terms.seconds else None
    new = stopped if now.reasons else going
    return replace(new, fired=kept, breached_at=breached)


def _was_told(level: Level, told: list[Level]) -> bool:
    """Whether a rung of the same kind for the same people has fired before."""
    return any(
        (level.kind, level.to, level.percent, level.after, level.workdays)
        == (t.kind, t.to, t.percent, t.after, t.workdays)
        for t in told
    )
