"""Sampling, call times and what an answer means. Plain arithmetic."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Any


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
    return _lot(f"{case_id}/{cycle}") % 100 < share


def nothing_said(asked_on: str = "") -> dict[str, Any]:
    """What a case hears when the customer was not reached, or (no day) not asked. It wipes an earlier round's word."""
    said = {"way": "", "satisfied": None, "stars": None, "words_back": "", "asked_on": asked_on or None}
    return {"reached": False if asked_on else None, **said}


MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""How many months a sampling plan goes over."""

CATCH_UP = 3
"""A draw that did not happen on the first day of its period (the system was down) is made up within so many days."""


def first_day(plan: str, today: date) -> date | None:
    """The first day of the plan's period when it is time to draw, else None."""
    length = MONTHS[plan]
    if today.day > CATCH_UP or (today.month - 1) % length:
        return None
    return today.replace(day=1)


def months_of(plan: str, first: date) -> list[date]:
    """The first days of the months the plan's period has."""
    return [first.replace(month=first.month + offset) for offset in range(MONTHS[plan])]


def month_after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def drawn_month(unit_id: int, plan: str, first: date, *, share: int, taken: Collection[date]) -> date | None:
    """In which month of the period this household is called, or None: not in the sample of `share` percent.

    The calls of a period are spread over its months; a month in which the household is called anyway is passed over.
    """
    if _lot(f"{plan}/{first}/{unit_id}") % 100 >= share:
        return None
    months = months_of(plan, first)
    start = _lot(f"{unit_id}/{first.year}") % len(months)
    turned = months[start:] + months[:start]
    return next((month for month in turned if month not in taken), None)


def _lot(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
