"""Fires what is due. Any number of sweepers share the work; a batch is a transaction: none lost or doubled.

Locks are taken in the order in which actions take them (subject, then clock) and never waited for: what
somebody else is working on is left for the next round, which comes within a second or two.
"""

import os
import socket
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.apps import apps
from django.db import DatabaseError, close_old_connections, connection, transaction

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.clock.firing import fire_due, tell_fired
from guanjia.engine.clock.models import Clock, Timer
from guanjia.engine.clock.rules import whole
from guanjia.engine.clock.store import Move, learn_targets, reading_of, save_moved, set_timers
from guanjia.engine.clock.sweepers import Sweeper, SweepRun
from guanjia.kernel import time

log = structlog.get_logger(__name__)
BATCH = 500
POLL = timedelta(seconds=2)
HEARTBEAT = timedelta(seconds=20)
MAX_BACKOFF = timedelta(hours=1)


@dataclass
class Tally:
    """What one sweep did."""

    fired: int = 0
    late: int = 0
    failed: int = 0

    def add(self, moves: Sequence[Move]) -> None:
        firings = [firing for move in moves for firing in move.firings]
        self.fired += len(firings)
        self.late += sum(firing.late for firing in firings)


def own_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident() % 10_000}"


def sweep(*, now: datetime, sweeper: str = "", batch: int = BATCH) -> Tally:
    """Fire everything that is due at `now`, across companies, and leave a record if there was anything."""
    now, tally = whole(now), Tally()
    started_at = time.now()
    with acting_as(system(None)):
        while sweep_batch(now=now, batch=batch, tally=tally):
            pass
        if tally.fired or tally.failed:
            SweepRun.objects.create(
                sweeper=sweeper or own_name(),
                started_at=started_at,
                ended_at=time.now(),
                fired=tally.fired,
                late=tally.late,
                failed=tally.failed,
            )
    return tally


def sweep_batch(*, now: datetime, batch: int, tally: Tally) -> bool:
    """One claimed batch in one transaction. True if there may be more."""
    claimed: list[Timer] = []
    try:
        with transaction.atomic():
            claimed = claim(now=now, limit=batch)
            moves = _fire(claimed, now=now)
    except DatabaseError as error:
        if not claimed:
            raise
        _one_by_one(claimed, now=now, tally=tally, why=error)
    except Exception as error:
        _one_by_one(claimed, now=now, tally=tally, why=error)
    else:
        tally.add(moves)
        return len(claimed) == batch and bool(moves)
    return len(claimed) == batch


def claim(*, now: datetime, limit: int) -> list[Timer]:
    """The next due timers that nobody else has claimed, in the order of firing."""
    due = Timer.objects.filter(state=Timer.State.PENDING, fire_at__lte=now).order_by("fire_at")
    return list(due.select_for_update(skip_locked=True, of=("self",), no_key=True)[:limit])


def _fire(timers: Sequence[Timer], *, now: datetime) -> list[Move]:
    """Lock, check again, let the rungs fire, write, tell."""
    if not timers:
        return []
    clocks = {clock.pk: clock for clock in _lock([timer.clock_id for timer in timers])}
    learn_targets(clock.target_id for clock in clocks.values())
    moves = [
        Move(clocks[timer.clock_id], reading_of(clocks[timer.clock_id]))
        for timer in timers
        if timer.clock_id in clocks
    ]
    for move in moves:
        fire_due(move, now=now)
    save_moved(moves)
    set_timers([move for move in moves if not move.events])
    tell_fired(moves)
    return moves


def _lock(clock_ids: Sequence[int]) -> list[Clock]:
    """The clocks whose subject and row could be locked without waiting."""
    subjects: dict[str, set[int]] = defaultdict(set)
    wanted = Clock.objects.filter(pk__in=clock_ids)
    for kind, pk in wanted.values_list("subject_type", "subject_id"):
        subjects[kind].add(pk)
    held = set()
    for kind, pks in sorted(subjects.items()):
        rows = apps.get_model(kind)._base_manager.filter(pk__in=pks).order_by("pk")
        locked = rows.select_for_update(skip_locked=True, of=("self",), no_key=True).values_list(
            "pk", flat=True
        )
        held |= {(kind, pk) for pk in locked}
    found = wanted.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return [clock for clock in found if (clock.subject_type, clock.subject_id) in held]


def _one_by_one(timers: Sequence[Timer], *, now: datetime, tally: Tally, why: Exception) -> None:
    """A batch failed: let each timer stand alone, so that one bad handler does not stop the others."""
    log.warning("clock batch failed", timers=len(timers), error=repr(why))
    for timer in timers:
        try:
            with transaction.atomic():
                pending = Timer.objects.filter(pk=timer.pk, state=Timer.State.PENDING, fire_at__lte=now)
                moves = _fire(list(pending.select_for_update(skip_locked=True, no_key=True)), now=now)
        except Exception as error:
            _postpone(timer, now=now, error=error)
            tally.failed += 1
        else:
            tally.add(moves)


def _postpone(timer: Timer, *, now: datetime, error: Exception) -> None:
    """Keep the timer, try again later, and let the reason be seen."""
    log.error("clock firing failed", clock=timer.clock_id, level=timer.level, exc_info=error)
    wait = min(timedelta(minutes=2**timer.attempts), MAX_BACKOFF)
    Timer.objects.filter(pk=timer.pk, state=Timer.State.PENDING).update(
        fire_at=now + wait, attempts=timer.attempts + 1, error=repr(error)[:500]
    )


def next_fire_at() -> datetime | None:
    """When the next timer of any company is due."""
    pending = Timer.objects.filter(state=Timer.State.PENDING).order_by("fire_at")
    return pending.values_list("fire_at", flat=True).first()


def run_sweeper(stop: threading.Event) -> None:
    """Sweep until told to stop: sleeps until the next timer, two seconds at most."""
    name, seen = own_name(), None
    while not stop.is_set():
        wait = POLL
        try:
            now = time.now()
            tally = sweep(now=now, sweeper=name)
            if seen is None or now - seen >= HEARTBEAT or tally.failed:
                _show_up(name, now=now, error=f"{tally.failed} failed" if tally.failed else "")
                seen = now
            with acting_as(system(None)):
                coming = next_fire_at()
            if coming is not None:
                wait = min(POLL, max(coming - time.now(), timedelta(milliseconds=200)))
        except DatabaseError as error:
            log.error("sweeper lost the database", error=repr(error))
            connection.close()
        close_old_connections()
        stop.wait(wait.total_seconds())
    connection.close()


def _show_up(name: str, *, now: datetime, error: str) -> None:
    """Leave a sign of life, and forget sweepers that have been gone for a day."""
    Sweeper.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    Sweeper.objects.update_or_create(
        name=name,
        defaults={"seen_at": now, "error": error},
        create_defaults={
            "seen_at": now,
            "started_at": now,
            "error": error,
        },
    )
