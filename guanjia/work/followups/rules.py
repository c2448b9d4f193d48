"""Sampling, call times and what an answer means. Plain arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b


@dataclass(frozen=True)
class Plan:
    """How one kind of case is followed up. `share` in percent of cases; `days` to call in, unless the step says;
    `again_days` 0 means no second call; after `attempts` failed calls the customer counts as not reached."""

    share: int = 100
    days: int = 3
    again_days: int = 0
    attempts: int = 3


class Band(StrEnum):
    """A time of day. A person who is never in on mornings may be in at night."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


_NOON, _SIX = time(12), time(18)
_CALL_AT = {Band.MORNING: time(9), Band.AFTERNOON: time(14), Band.EVENING: time(18, 30)}


def band_of(local: datetime) -> Band:
    """The time of day of a moment given in the estate's own time zone."""
    clock = local.time()
    if clock < _NOON:
        return Band.MORNING
    return Band.AFTERNOON if clock < _SIX else Band.EVENING


def bands_left(failed: Iterable[datetime]) -> list[Band]:
    """Times of day (local moments of failed calls given) at which nobody has tried yet."""
    tried = {band_of(local) for local in failed}
    return [band for band in Band if band not in tried]


def is_worn_out(failed: list[datetime], *, attempts: int) -> bool:
    """Enough failed calls, at enough different times of day, to count as not reached. Moments are local."""
    wanted = min(attempts, len(Band))
    return len(failed) >= attempts and len(Band) - len(bands_left(failed)) >= wanted


def next_call(local: datetime, failed: Iterable[datetime]) -> datetime:
    """When to try again: the next time of day not tried yet, today or tomorrow; local like the input."""
    wanted = bands_left(failed) or list(Band)
    days = (local.date(), local.date() + timedelta(days=1))
    moments = (
        datetime.combine(day, _CALL_AT[band], local.tzinfo) for day in days for band in Band if band in wanted
    )
    return next(moment for moment in moments if moment > local)


def is_sampled(*, case_id: int, cycle: int, share: int) -> bool:
    """Whether this case falls into a sample of `share` percent; the same answer however often asked."""
    digest = blake2b(f"{case_id}/{cycle}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % 100 < share
