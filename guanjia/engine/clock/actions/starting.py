"""Starting clocks: a constant number of statements, however many are started."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.engine.access import Actor
from guanjia.engine.clock import together
from guanjia.engine.clock.binding import Standing, slot, standing_at
from guanjia.engine.clock.events import ClocksChanged
from guanjia.engine.clock.fold import START
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.rules import whole
from guanjia.engine.clock.store import Bound, Move, save_new, write_reading
from guanjia.engine.clock.targets import Agreed, Target
from guanjia.engine.events import emit


@dataclass(frozen=True)
class Wanted:
    """One clock to start: metric, target, and `detail` (such as a step id) where a metric occurs often."""

    metric: str
    target: Target
    detail: str = ""


@transaction.atomic(savepoint=False)
def start_clocks(
    *, subject: Any, wanted: Iterable[Wanted], actor: Actor, now: datetime, cycle: int = 1
) -> list[Clock]:
    """Start these clocks now. One that was started in this cycle before is left as it is and not returned.

    Raises Refused when a target names a calendar that the company does not have.
    """
    standing = standing_at(subject, now=now)
    bound = [(one.metric, one.detail, standing.bind(one.target)) for one in wanted]
    return _start(subject, standing, bound, cycle=cycle, actor=actor, now=now)


def start_clock(
    *,
    subject: Any,
    metric: str,
    target: Target,
    actor: Actor,
    now: datetime,
    cycle: int = 1,
    detail: str = "",
) -> Clock:
    """Start one clock; if it was started in this cycle before, that one is returned."""
    started = start_clocks(
        subject=subject, wanted=[Wanted(metric, target, detail)], cycle=cycle, actor=actor, now=now
    )
    if started:
        return started[0]
    write_waiting(subject)
    there: Clock = Clock.objects.of(subject).get(metric=metric, cycle=cycle, detail=detail)
    return there


@transaction.atomic(savepoint=False)
def start_clocks_for(
    *,
    subject: Any,
    facts: Mapping[str, Any],
    metrics: Sequence[str],
    actor: Actor,
    now: datetime,
    policy: str = "common",
    cycle: int = 1,
    detail: str = "",
    agreed: Mapping[str, Agreed] | None = None,
) -> list[Clock]:
    """Start those metrics for which the policy, under these facts, has a target.

    `agreed` holds, by metric, the times agreed with the customer, all still to come.

    `facts` are plain values the policy's rules ask for (urgency, severity …). A new cycle (reopened) starts
    anew; the clocks of the cycle before stay as facts.
    """
    standing = standing_at(subject, now=now)
    found = []
    for metric in metrics:
        bound = standing.bind_by_policy(policy, facts, metric, agreed=(agreed or {}).get(metric), at=now)
        if bound:
            found.append((metric, detail, bound))
    return _start(subject, standing, found, cycle=cycle, actor=actor, now=now)


def _start(
    subject: Any,
    standing: Standing,
    bound: Sequence[tuple[str, str, Bound]],
    *,
    cycle: int,
    actor: Actor,
    now: datetime,
) -> list[Clock]:
    at = whole(now)
    moves = []
    for metric, detail, one in bound:
        if slot(metric, cycle, detail) in standing.clocks:
            continue
        clock = Clock(
            company_id=subject.company_id,
            estate_id=subject.estate_id,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            metric=metric,
            detail=detail,
            cycle=cycle,
        )
        move = Move(clock, None)
        move.happen(START, at=at, actor=actor, bound=one)
        moves.append(move)
    if waiting := together.of(subject):
        _add(waiting, standing, moves)
    elif moves:
        _write(subject, standing, moves)
    return [move.clock for move in moves]


@contextmanager
def started_together(subject: Any) -> Iterator[None]:
    """Clocks of the subject that are started inside are written at the end, however often something starts one.

    Whatever else happens to clocks of the subject inside, writes them first.
    """
    waiting = together.begin(subject)
    try:
        yield
        write_waiting(subject)
    finally:
        together.end(waiting)


def write_waiting(subject: Any) -> None:
    """Write what waits; the next start reads anew what stands there."""
    waiting = together.of(subject)
    if waiting and waiting.standing and waiting.moves:
        _write(subject, waiting.standing, waiting.moves)
    if waiting:
        waiting.standing, waiting.moves = None, []


def _add(waiting: together.Waiting, standing: Standing, moves: list[Move]) -> None:
    waiting.standing = standing
    waiting.moves += moves
    for move in moves:
        standing.clocks[slot(move.clock.metric, move.clock.cycle, move.clock.detail)] = 0
        if move.reading:
            write_reading(move.clock, move.reading)


def _write(subject: Any, standing: Standing, moves: list[Move]) -> None:
    save_new(moves)
    due = standing.due + [move.clock.due_at for move in moves if move.clock.due_at]
    emit(ClocksChanged(subject._meta.label_lower, subject.pk, min(due)))
