"""Parking spaces of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit

ZONES = ("地下一层 A 区", "地下一层 B 区")


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    for row, zone in enumerate(ZONES):
        for number in range(1, 11):
            kind = "owned" if number <= 3 else "fixed"
            yield {"number": f"{'AB'[row]}{number:03}", "zone": zone, "kind": kind}
