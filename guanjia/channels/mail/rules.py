"""When mail may leave."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

Quiet = tuple[time, time]
QUIET: Quiet = (time(22, 0), time(7, 30))
"""From when until when, on the wall clock; two times that are the same mean never."""
GATHER = timedelta(seconds=60)
MOST_ATTEMPTS = 6


def leaves_at(now: datetime, *, urgent: bool, zone: str, quiet: Quiet = QUIET) -> datetime:
    """Urgent mail at once; other mail a minute later, so that notices travel together, and not in quiet hours."""
    if urgent:
        return now
    local, (since, until) = (now + GATHER).astimezone(ZoneInfo(zone)), quiet
    clock = local.time()
    if not (since <= clock < until if since <= until else clock >= since or clock < until):
        return now + GATHER
    morning = local.replace(hour=until.hour, minute=until.minute, second=0, microsecond=0)
    return morning if clock < until else morning + timedelta(days=1)
