"""Turns at the counter and the hours that can be booked. Plain Python."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KEPT = 4  # characters of an identity document


def label_of(number: int) -> str:
    """As it is called and printed: 7 → 007."""
    return f"{number:03d}"


def ahead_from(booked: datetime, arrived: datetime, *, early: int, late: int) -> datetime | None:
    """From when one with an appointment goes before the walk-ins; None for who came over `late` minutes late."""
    if arrived > booked + timedelta(minutes=late):
        return None
    return max(arrived, booked - timedelta(minutes=early))


def minutes_between(since: datetime, until: datetime) -> int:
    """Whole minutes, never negative."""
    return max(0, int((until - since).total_seconds() // 60))


def slots_of(day: date, *, opens: int, closes: int, minutes: int, zone: ZoneInfo) -> list[datetime]:
    """Beginnings of the times that can be booked on a day, from the hour of opening; none reaches past closing."""
    at, end = (datetime.combine(day, time(), zone) + timedelta(hours=hour) for hour in (opens, closes))
    found = []
    while at + timedelta(minutes=minutes) <= end:
        found.append(at)
        at += timedelta(minutes=minutes)
    return found


def tail_of(number: str) -> str:
    """What is kept of the number on a document that was shown: its last four characters."""
    return "".join(number.split()).upper()[-KEPT:]
