"""When hot work may be done: no longer than allowed, and only while the licence is good."""

from datetime import date, datetime, timedelta

EXPIRED, ENDED, BACKWARDS, TOO_LONG = "expired", "ended", "backwards", "too_long"


def fault_of_window(begin: datetime, end: datetime, *, hours: int, now: datetime) -> str:
    """What is wrong with a time window, empty when nothing is."""
    if end <= begin:
        return BACKWARDS
    if end <= now:
        return ENDED
    return TOO_LONG if end - begin > timedelta(hours=hours) else ""


def fault_of_licence(until: date, last_day: date) -> str:
    """The licence must be good on the last day of the work."""
    return EXPIRED if until < last_day else ""
