"""Tenants of the demo."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guanjia.directory.places.models import Unit

TENANTS = (
    ("周文", 2, date(2026, 3, 1), date(2027, 2, 28)),
    ("孙莉", 1, date(2025, 9, 15), date(2026, 9, 14)),
    ("钱多", 3, date(2026, 7, 1), date(2028, 6, 30)),
    ("郑可", 2, date(2026, 10, 8), date(2027, 10, 7)),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """Four leases; one has run out and nobody has looked yet."""
    for unit, (name, persons, since, until) in zip(units[20:], TENANTS, strict=False):
        yield {
            "name": name, "unit": unit, "persons": persons, "since": since, "until": until, "landlord": "业主",
        }  # fmt: skip
