"""When mail may leave."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM = time(22, 0)
QUIET_UNTIL = time(7, 30)
GATHER = timedelta(seconds=60)
MOST_ATTEMPTS = 6


def leaves_at(now: datetime, *, urgent: bool, zone: str) -> datetime:
    """Urgent mail at once; other mail a minute later, so that notices travel together, and not at night."""
    if urgent:
        return now
    local = (now + GATHER).astimezone(ZoneInfo(zone))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now + GATHER
    morning = local.replace(hour=QUIET_UNTIL.hour, minute=QUIET_UNTIL.minute, second=0, microsecond=0)
    return morning if local.time() < QUIET_UNTIL else morning + timedelta(days=1)
