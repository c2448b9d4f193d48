"""Halves of a year and sums of lines."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def half_before(day: date) -> tuple[int, str]:
    """The half year that was over last: (2026, "1") from July on."""
    return (day.year, "1") if day.month > 6 else (day.year - 1, "2")


def end_of(year: int, half: str) -> date:
    return date(year, 6, 30) if half == "1" else date(year, 12, 31)


def total(lines: Iterable[Mapping[str, str]]) -> Decimal:
    """Quantity times price of all lines, each rounded to the fen."""
    each = (Decimal(line["quantity"]) * Decimal(line["price"]) for line in lines)
    return sum((one.quantize(Decimal("0.01"), ROUND_HALF_UP) for one in each), Decimal("0.00"))
