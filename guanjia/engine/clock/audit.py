"""Compares clock rows with the fold of their events."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from guanjia.engine.clock.fold import Reading, rebuild
from guanjia.engine.clock.models import Clock, ClockEvent
from guanjia.engine.clock.store import facts_of, write_reading

FOLDED = (
    "target_seconds",
    "started_at",
    "changed_at",
    "running_since",
    "due_at",
    "used_seconds",
    "reasons",
    "fired",
    "generation",
    "state",
    "breached_at",
    "ended_at",
)
CHUNK = 1000


@dataclass(frozen=True)
class Difference:
    """A column whose stored value is not what the events tell."""

    clock_id: int
    field: str
    stored: Any
    told: Any


def told_by(clock: Clock) -> Reading:
    """What the clock's events add up to. Raises ValueError when they make no sense."""
    return rebuild(facts_of(clock.events.order_by("id")))


def differences(clocks: QuerySet[Clock]) -> Iterator[Difference]:
    """Every difference in these clocks, read in chunks."""
    chunk: list[Clock] = []
    for clock in clocks.order_by("pk").iterator(CHUNK):
        chunk.append(clock)
        if len(chunk) == CHUNK:
            yield from _compare(chunk)
            chunk = []
    yield from _compare(chunk)


def _compare(clocks: list[Clock]) -> Iterator[Difference]:
    told: dict[int, Reading | str] = {}
    events = ClockEvent.objects.filter(clock__in=[clock.pk for clock in clocks]).order_by("clock_id", "id")
    for pk, mine in groupby(events.iterator(CHUNK), key=lambda event: event.clock_id):
        try:
            told[pk] = rebuild(facts_of(mine))
        except ValueError as error:
            told[pk] = str(error)
    for clock in clocks:
        yield from _compare_one(clock, told.get(clock.pk, "no events"))


def _compare_one(clock: Clock, told: Reading | str) -> Iterator[Difference]:
    if isinstance(told, str):
        yield Difference(clock.pk, "events", "", told)
        return
    twin = Clock(target_seconds=told.terms.seconds)
    write_reading(twin, told)
    for name in FOLDED:
        if getattr(clock, name) != getattr(twin, name):
            yield Difference(clock.pk, name, getattr(clock, name), getattr(twin, name))
