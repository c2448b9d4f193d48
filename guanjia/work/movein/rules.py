"""The half hours of a day, and which of them lie nearest to the one that was wanted."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Protocol

HALF_HOUR = timedelta(minutes=30)


class Slotlike(Protocol):
    begins_at: datetime


def half_hours(opens: time, closes: time, rest: tuple[time, time] | None = None) -> list[time]:
    """When slots begin: each ends before closing, and none reaches into the rest at noon."""
    day, found = date(2000, 1, 1), []
    begins, end = datetime.combine(day, opens), datetime.combine(day, closes)
    while begins + HALF_HOUR <= end:
        if rest is None or begins.time() >= rest[1] or (begins + HALF_HOUR).time() <= rest[0]:
            found.append(begins.time())
        begins += HALF_HOUR
    return found


def nearest[S: Slotlike](free: Iterable[S], wanted: datetime, most: int = 3) -> list[S]:
    """Those closest in time to the wanted one, in the order of the day."""
    close = sorted(free, key=lambda slot: (abs(slot.begins_at - wanted), slot.begins_at))[:most]
    return sorted(close, key=lambda slot: slot.begins_at)


def average(waits: Iterable[timedelta]) -> int | None:
    """Whole minutes; None of nothing."""
    known = list(waits)
    return round(sum(known, timedelta()).total_seconds() / 60 / len(known)) if known else None
