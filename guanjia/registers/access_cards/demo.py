"""Access cards of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit

HOLDERS = ("业主", "家属", "租户")


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """A card or two for each of the first homes, and one of the staff."""
    for at, unit in enumerate(units[:8]):
        yield {
            "number": f"K{unit.estate_id:02}{1000 + at}",
            "kind": "household",
            "holder": f"{unit.spoken_address} {HOLDERS[at % 3]}",
            "unit": unit,
            "doors": f"{unit.building.name} 单元门、东门",
        }
    yield {
        "number": f"K{units[0].estate_id:02}9001",
        "kind": "staff",
        "holder": "工程部 值班",
        "doors": "全部机房",
    }
