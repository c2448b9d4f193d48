"""What happens to a clock whose rung is due: shared by the sweep and by actions that find it due."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from guanjia.engine.access import system
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.clock.store import Move
from guanjia.engine.events import emit

GRACE = timedelta(seconds=60)
"""A firing later than this is marked late."""


def fire_due(move: Move, *, now: datetime) -> None:
    """Let every rung fire that is due by now, in order, each once."""
    if move.reading is None:
        return
    # After a retarget or resume a rung may lie in the past; it could not have fired before that moment.
    since = move.reading.changed_at
    while (coming := move.reading.next_firing()) and coming[1] <= now:
        index, fire_at = coming
        late = now - max(fire_at, since) > GRACE
        move.firings.append(_fired(move, index, at=now, late=late))
        move.happen(
            move.reading.terms.levels[index].kind,
            at=now,
            actor=system(move.clock.company_id),
            level=index,
            data={"fire_at": fire_at.isoformat(), "late": late},
        )


def tell_fired(moves: Iterable[Move]) -> None:
    """Emit ClockFired for each firing of these moves, in their order."""
    for move in moves:
        for firing in move.firings:
            emit(firing)


def _fired(move: Move, index: int, *, at: datetime, late: bool) -> ClockFired:
    assert move.reading is not None
    clock, level = move.clock, move.reading.terms.levels[index]
    return ClockFired(
        clock_id=clock.pk,
        subject_type=clock.subject_type,
        subject_id=clock.subject_id,
        estate_id=clock.estate_id,
        company_id=clock.company_id,
        metric=clock.metric,
        level=index,
        kind=level.kind,
        recipients=level.to,
        at=at,
        late=late,
        detail=clock.detail,
        cycle=clock.cycle,
        due_at=move.reading.due_at,
        actions=level.actions,
        percent=level.percent,
    )
