"""Sums and days of a renovation."""

from calendar import monthrange
from datetime import date
from decimal import Decimal


def amount_of(fen: int) -> Decimal:
    """Yuan of a parameter kept in fen."""
    return Decimal(fen) / 100


def names_in(workers: str) -> list[str]:
    """One name for each line that is not blank."""
    return [line.strip() for line in workers.splitlines() if line.strip()]


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
