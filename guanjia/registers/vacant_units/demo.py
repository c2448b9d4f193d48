"""Vacant homes of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """Those that stand empty, as the keys in the cabinet say."""
    for number, unit in enumerate(units[5:8], 1):
        yield {"unit": unit, "kind": "unclaimed", "key_tag": f"K-{number:02}"}
