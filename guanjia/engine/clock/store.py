"""Between rows and readings, in few statements. Versions and targets never change: a process keeps them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Value, When

from guanjia.engine.access import Actor
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.clock.fold import Fact, Reading, Terms, apply
from guanjia.engine.clock.models import CalendarVersion, Clock, ClockEvent, PolicyVersion, TargetText, Timer
from guanjia.engine.clock.rules import ALWAYS, Timetable, WorkingTime
from guanjia.engine.clock.targets import Rule, Target

_tables: dict[int, Timetable] = {}
_rules: dict[int, list[Rule]] = {}
_targets: dict[int, Target] = {}
_target_ids: dict[tuple[int, str], int] = {}


def table(version_id: int | None) -> WorkingTime:
    """The compiled calendar version; none means round the clock."""
    if version_id is None:
        return ALWAYS
    if version_id not in _tables:
        _tables[version_id] = Timetable(CalendarVersion.objects.get(pk=version_id).spec)
    return _tables[version_id]


def rules(version_id: int) -> list[Rule]:
    if version_id not in _rules:
        _rules[version_id] = PolicyVersion.objects.get(pk=version_id).parsed
    return _rules[version_id]


def target(target_id: int) -> Target:
    if target_id not in _targets:
        learn_targets([target_id])
    return _targets[target_id]


def learn_targets(target_ids: Iterable[int]) -> None:
    """Read the targets that this process has not met yet, in one statement."""
    unknown = set(target_ids) - _targets.keys()
    if unknown:
        for text in TargetText.objects.filter(pk__in=unknown):
            _targets[text.pk] = Target.from_json(text.says)


def id_of(wanted: Target, company_id: int) -> int:
    """The row that spells this target, made at first use."""
    known = company_id, wanted.digest
    if known in _target_ids:
        return _target_ids[known]
    ours = {"company_id": company_id, "digest": wanted.digest}
    found = TargetText.objects.filter(**ours).first()
    if found is None:
        TargetText.objects.bulk_create([TargetText(**ours, says=wanted.as_json())], ignore_conflicts=True)
        found = TargetText.objects.get(**ours)
    pk = found.pk
    # Remembered only once it is sure to stay: a rollback would leave a number without a row.
    transaction.on_commit(lambda: _target_ids.setdefault(known, pk))
    return pk


@dataclass(frozen=True)
class Bound:
    """A target bound to the versions by which a clock counts it. Its row is made only when it is written."""

    company_id: int
    target: Target
    seconds: int
    calendar: int | None
    workdays: int | None
    policy: int | None = None
    facts: dict[str, Any] | None = None
    met: dict[Target, int] = field(default_factory=dict, compare=False)
    """Targets whose rows the same work has met already."""

    @cached_property
    def target_id(self) -> int:
        if self.target not in self.met:
            self.met[self.target] = id_of(self.target, self.company_id)
        return self.met[self.target]

    @property
    def terms(self) -> Terms:
        return Terms(
            self.seconds, self.target.levels, self.target.pauses, table(self.calendar), table(self.workdays)
        )

    @property
    def row(self) -> dict[str, Any]:
        """The clock's columns that say by what it goes."""
        return {
            "target_id": self.target_id,
            "target_seconds": self.seconds,
            "calendar_version_id": self.calendar,
            "workdays_version_id": self.workdays,
            "policy_version_id": self.policy,
        }

    def as_json(self) -> dict[str, Any]:
        return self.row if self.facts is None else {**self.row, "facts": self.facts}

    def suits(self, clock: Clock) -> bool:
        """Whether the clock already goes by exactly this."""
        return all(getattr(clock, name) == value for name, value in self.row.items())


@dataclass
class Move:
    """One clock on its way from event to event; `save` writes what came of it."""

    clock: Clock
    reading: Reading | None
    events: list[ClockEvent] = field(default_factory=list)
    firings: list[ClockFired] = field(default_factory=list)

    def happen(
        self,
        kind: str,
        *,
        at: datetime,
        actor: Actor,
        reason: str = "",
        level: int | None = None,
        bound: Bound | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        """Add one event and let the reading follow."""
        if self.reading:
            at = max(at, self.reading.changed_at)
        self.reading = apply(self.reading, Fact(kind, at, reason, level, bound.terms if bound else None))
        if bound:
            data = bound.as_json()
            for name, value in bound.row.items():
                setattr(self.clock, name, value)
        self.events.append(
            ClockEvent(
                company_id=self.clock.company_id,
                estate_id=self.clock.estate_id,
                clock=self.clock,
                at=at,
                kind=kind,
                reason=reason,
                level=level,
                generation=self.reading.generation,
                actor_id=actor.pk,
                actor_name=actor.name,
                data=data or {},
            )
        )


def terms_by(row: Mapping[str, Any]) -> Terms:
    """The terms that the columns (or an event's data) name."""
    said = target(row["target_id"])
    return Terms(
        row["target_seconds"],
        said.levels,
        said.pauses,
        table(row["calendar_version_id"]),
        table(row["workdays_version_id"]),
    )


def reading_of(clock: Clock) -> Reading:
    """What the row says, as a reading."""
    return Reading(
        terms=terms_by(vars(clock)),
        started_at=clock.started_at,
        changed_at=clock.changed_at,
        running_since=clock.running_since,
        due_at=clock.due_at,
        used=clock.used_seconds,
        reasons=tuple(clock.reasons),
        fired=tuple(clock.fired),
        generation=clock.generation,
        breached_at=clock.breached_at,
        ended_at=clock.ended_at,
        ending=clock.state if clock.ended_at else "",
    )


def write_reading(clock: Clock, reading: Reading) -> None:
    clock.started_at, clock.changed_at = reading.started_at, reading.changed_at
    clock.running_since, clock.due_at = reading.running_since, reading.due_at
    clock.used_seconds, clock.reasons = reading.used, list(reading.reasons)
    clock.fired, clock.generation = list(reading.fired), reading.generation
    clock.state, clock.breached_at, clock.ended_at = reading.state, reading.breached_at, reading.ended_at


def facts_of(events: Iterable[ClockEvent]) -> list[Fact]:
    """Stored events as facts, for rebuilding a reading."""
    return [
        Fact(e.kind, e.at, e.reason, e.level, terms_by(e.data) if "target_id" in e.data else None)
        for e in events
    ]


_MOVED = {
    "target_id": "bigint",
    "target_seconds": "bigint",
    "calendar_version_id": "bigint",
    "workdays_version_id": "bigint",
    "policy_version_id": "bigint",
    "changed_at": "timestamptz",
    "used_seconds": "bigint",
    "running_since": "timestamptz",
    "reasons": "jsonb",
    "due_at": "timestamptz",
    "fired": "jsonb",
    "generation": "smallint",
    "state": "text",
    "breached_at": "timestamptz",
    "ended_at": "timestamptz",
}
_UPDATE = (
    "UPDATE clock_clock SET "
    + ", ".join(f"{name} = new.{name}" for name in _MOVED)
    + " FROM jsonb_to_recordset(%s::jsonb) AS new(id bigint, "
    + ", ".join(f"{name} {kind}" for name, kind in _MOVED.items())
    + ") WHERE clock_clock.id = new.id"
)


def save_new(moves: Sequence[Move]) -> None:
    """Three statements, however many clocks were started."""
    for move in moves:
        if move.reading:
            write_reading(move.clock, move.reading)
    Clock.objects.bulk_create([move.clock for move in moves])
    ClockEvent.objects.bulk_create([event for move in moves for event in move.events])
    Timer.objects.bulk_create(_timers(moves))


def save_moved(moves: Sequence[Move]) -> None:
    """Write rows, events and timers of clocks that were there before; four statements, however many."""
    moves = [move for move in moves if move.events and move.reading]
    if not moves:
        return
    for move in moves:
        if move.reading:
            write_reading(move.clock, move.reading)
    rows = [{"id": m.clock.pk} | {name: getattr(m.clock, name) for name in _MOVED} for m in moves]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [json.dumps(rows, default=datetime.isoformat)])
    ClockEvent.objects.bulk_create([event for move in moves for event in move.events], batch_size=1000)
    set_timers(moves)


def set_timers(moves: Sequence[Move]) -> None:
    """Bring the pending timer of each clock in line with its reading."""
    fired = [m.clock.pk for m in moves if any(event.level is not None for event in m.events)]
    Timer.objects.filter(clock__in=[m.clock.pk for m in moves], state=Timer.State.PENDING).update(
        state=Case(When(clock__in=fired, then=Value(Timer.State.FIRED)), default=Value(Timer.State.DROPPED))
    )
    Timer.objects.bulk_create(
        _timers(moves),
        update_conflicts=True,
        unique_fields=["clock", "generation", "level"],
        update_fields=["fire_at", "state", "attempts", "error"],
        batch_size=1000,
    )


def _timers(moves: Sequence[Move]) -> list[Timer]:
    timers = []
    for move in moves:
        coming = move.reading.next_firing() if move.reading else None
        if coming:
            timers.append(
                Timer(
                    company_id=move.clock.company_id,
                    estate_id=move.clock.estate_id,
                    clock=move.clock,
                    generation=move.clock.generation,
                    level=coming[0],
                    fire_at=coming[1],
                )
            )
    return timers
