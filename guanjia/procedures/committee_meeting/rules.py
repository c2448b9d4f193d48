"""Quarters, and when a committee can decide."""

import re
from datetime import date


def quarter_of(day: date) -> str:
    """`2026Q4`."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def is_quarter(said: str) -> bool:
    return re.fullmatch(r"20\d\dQ[1-4]", said) is not None


def has_quorum(present: int, members: int) -> bool:
    """More than half of the members have come."""
    return present * 2 > members
