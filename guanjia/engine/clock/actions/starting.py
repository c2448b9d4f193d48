"""Starting clocks: a constant number of statements, however many are started."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.engine.access import Actor
from guanjia.engine.clock.binding import Standing, slot, standing_at
from guanjia.engine.clock.events import ClocksChanged
from guanjia.engine.clock.fold import START
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.rules import whole
from guanjia.engine.clock.store import Bound, Move, save_new
from guanjia.engine.clock.targets import Target
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
) -> list[Clock]:
    """Start those metrics for which the policy, under these facts, has a target.

    `facts` are plain values the policy's rules ask for (urgency, severity …). A new cycle (reopened) starts
    anew; the clocks of the cycle before stay as facts.
    """
    standing = standing_at(subject, now=now)
    bound = [(metric, detail, standing.bind_by_policy(policy, facts, metric)) for metric in metrics]
    found = [(metric, extra, one) for metric, extra, one in bound if one is not None]
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
    if moves:
        save_new(moves)
        due = standing.due + [move.clock.due_at for move in moves if move.clock.due_at]
        emit(ClocksChanged(subject._meta.label_lower, subject.pk, min(due)))
    return [move.clock for move in moves]
