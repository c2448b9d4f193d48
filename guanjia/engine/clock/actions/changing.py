"""Pausing, resuming, retargeting and ending the clocks of one subject.

Each change first lets fire what is due by now, so that what a clock says does not depend on when a sweeper
came by.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.engine.access import Actor
from guanjia.engine.clock.actions.starting import write_waiting
from guanjia.engine.clock.binding import standing_at
from guanjia.engine.clock.events import ClocksChanged
from guanjia.engine.clock.firing import fire_due, tell_fired
from guanjia.engine.clock.fold import CANCEL, CANCELLED, MEET, PAUSE, RESTORE, RESUME, RETARGET
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.rules import whole
from guanjia.engine.clock.store import Move, learn_targets, reading_of, save_moved
from guanjia.engine.clock.store import target as target_of
from guanjia.engine.clock.targets import Agreed, Target
from guanjia.engine.events import emit

Step = Callable[[Move, datetime], None]


def pause_clocks(
    *, subject: Any, reason: str, actor: Actor, now: datetime, metrics: tuple[str, ...] = ()
) -> list[Clock]:
    """Stop the clocks whose target names this reason (customer, parts …). Several reasons may overlap."""

    def step(move: Move, at: datetime) -> None:
        if move.reading and reason in move.reading.terms.pauses and reason not in move.reading.reasons:
            move.happen(PAUSE, at=at, actor=actor, reason=reason)

    return _change(subject, step, now=now, metrics=metrics)


def resume_clocks(
    *, subject: Any, reason: str, actor: Actor, now: datetime, metrics: tuple[str, ...] = ()
) -> list[Clock]:
    """Take one reason away; a clock runs on when none is left."""

    def step(move: Move, at: datetime) -> None:
        if move.reading and reason in move.reading.reasons:
            move.happen(RESUME, at=at, actor=actor, reason=reason)

    return _change(subject, step, now=now, metrics=metrics)


def meet_clock(
    *, subject: Any, metric: str, actor: Actor, now: datetime, detail: str | None = None, reason: str = ""
) -> list[Clock]:
    """What the clock waited for was done. Without `detail` all open clocks of the metric are met."""
    ends = {metric: MEET}
    return end_clocks(subject=subject, ends=ends, actor=actor, now=now, detail=detail, reason=reason)


def end_clocks(
    *,
    subject: Any,
    ends: Mapping[str, str],
    actor: Actor,
    now: datetime,
    detail: str | None = None,
    reason: str = "",
) -> list[Clock]:
    """End open clocks, each metric in its way: MEET (done), MISS (never done: counts as late) or CANCEL."""

    def step(move: Move, at: datetime) -> None:
        if detail is None or move.clock.detail == detail:
            move.happen(ends[move.clock.metric], at=at, actor=actor, reason=reason)

    return _change(subject, step, now=now, metrics=tuple(ends))


def cancel_clocks(
    *,
    subject: Any,
    reason: str,
    actor: Actor,
    now: datetime,
    metrics: tuple[str, ...] = (),
    detail: str | None = None,
) -> list[Clock]:
    """The clocks count no more (merged, cancelled, handed back); `reason` stays in their record."""

    def step(move: Move, at: datetime) -> None:
        if detail is None or move.clock.detail == detail:
            move.happen(CANCEL, at=at, actor=actor, reason=reason)

    return _change(subject, step, now=now, metrics=metrics)


def restore_clocks(*, subject: Any, reason: str, actor: Actor, now: datetime) -> list[Clock]:
    """Let clocks run on that were cancelled for this reason (unmerged). The time between does not count."""

    def step(move: Move, at: datetime) -> None:
        last = move.clock.events.order_by("-id").first()
        if last and last.kind == CANCEL and last.reason == reason:
            move.happen(RESTORE, at=at, actor=actor, reason=reason)

    return _change(subject, step, now=now, cancelled=True)


@transaction.atomic(savepoint=False)
def retarget_clocks(
    *,
    subject: Any,
    facts: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    policy: str = "common",
    metrics: tuple[str, ...] = (),
    agreed: Mapping[str, Agreed] | None = None,
    reason: str = "",
) -> list[Clock]:
    """The facts changed (severity, urgency): apply what the policy says now. Used time and pauses stay.

    A clock for which the policy has no target any more keeps the one it has; so does one with a target of its own
    unless its metric is named. `agreed` holds, by metric, the times agreed with the customer, all still to come.
    """
    standing = standing_at(subject, now=now)

    def step(move: Move, at: datetime) -> None:
        metric, used = move.clock.metric, move.reading.used_until(at) if move.reading else 0
        word = (agreed or {}).get(metric)
        bound = standing.bind_by_policy(policy, facts, metric, agreed=word, at=at, used=used)
        if bound and (move.clock.policy_version_id or metric in metrics) and not bound.suits(move.clock):
            move.happen(RETARGET, at=at, actor=actor, reason=reason, bound=bound)

    return _change(subject, step, now=now, metrics=metrics)


@transaction.atomic(savepoint=False)
def set_target(
    *,
    subject: Any,
    metric: str,
    target: Target,
    actor: Actor,
    now: datetime,
    detail: str | None = None,
    reason: str = "",
) -> list[Clock]:
    """Give the open clocks of one metric a new target (a time agreed with the customer, say)."""
    bound = standing_at(subject, now=now).bind(target)

    def step(move: Move, at: datetime) -> None:
        if (detail is None or move.clock.detail == detail) and not bound.suits(move.clock):
            move.happen(RETARGET, at=at, actor=actor, reason=reason, bound=bound)

    return _change(subject, step, now=now, metrics=(metric,))


@transaction.atomic(savepoint=False)
def put_off_clocks(
    *,
    subject: Any,
    metric: str,
    until: datetime,
    actor: Actor,
    now: datetime,
    details: Collection[str] = ("",),
    reason: str = "",
) -> list[Clock]:
    """The customer agreed to wait until then: clocks that are due earlier, or rest, are due at that time."""
    standing = standing_at(subject, now=now)

    def step(move: Move, at: datetime) -> None:
        clock = move.clock
        if move.reading and clock.detail in details and (clock.due_at is None or clock.due_at < until):
            used = move.reading.used_until(at)
            bound = standing.bind_agreed(target_of(clock.target_id), Agreed(until), at=at, used=used)
            move.happen(RETARGET, at=at, actor=actor, reason=reason, bound=bound)

    return _change(subject, step, now=now, metrics=(metric,))


@transaction.atomic(savepoint=False)
def _change(
    subject: Any, step: Step, *, now: datetime, metrics: tuple[str, ...] = (), cancelled: bool = False
) -> list[Clock]:
    """Lock the subject's clocks, take the step with each, write and tell. Returns the clocks that changed."""
    write_waiting(subject)
    at = whole(now)
    mine = Clock.objects.of(subject)
    mine = mine.filter(ended_at=None) | mine.filter(state=CANCELLED) if cancelled else mine.open()
    clocks = list(mine.select_for_update(of=("self",)).order_by("pk"))
    learn_targets(clock.target_id for clock in clocks)
    moves = [Move(clock, reading_of(clock)) for clock in clocks]
    for move in moves:
        if bool(move.clock.ended_at) == cancelled and (not metrics or move.clock.metric in metrics):
            fire_due(move, now=at)
            step(move, at)
    moved = [move for move in moves if move.events]
    if moved:
        save_moved(moved)
        due = [clock.due_at for clock in clocks if clock.due_at and not clock.ended_at]
        emit(ClocksChanged(subject._meta.label_lower, subject.pk, min(due, default=None)))
        tell_fired(moved)
    return [move.clock for move in moved]
