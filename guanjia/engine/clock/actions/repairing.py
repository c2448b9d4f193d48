"""Bringing a clock row back in line with its events."""

from django.db import transaction

from guanjia.engine.clock.audit import told_by
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.store import Move, set_timers, write_reading


@transaction.atomic
def rebuild_clock(*, clock: Clock) -> Clock:
    """Rewrite the row and its pending timer from the events. Raises ValueError when those make no sense."""
    clock = Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)
    reading = told_by(clock)
    clock.target_seconds = reading.terms.seconds
    write_reading(clock, reading)
    clock.save()
    set_timers([Move(clock, reading)])
    return clock
