"""Keys of the demo: entrusted, vacant, common and of equipment rooms."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit

COMMON = ("单元门备用", "地下室入口", "楼顶通道", "会议室", "儿童活动室")
ROOMS = ("配电间", "水泵房", "消防控制室", "电梯机房")


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """Seventeen keys in two cabinets."""
    for number, unit in enumerate(units[:5], 1):
        yield {
            "tag": f"T-{number:02}",
            "kind": "entrusted",
            "place": f"A柜-{number}",
            "unit": unit,
            "quantity": 2,
        }
    for number, unit in enumerate(units[5:8], 1):
        yield {"tag": f"K-{number:02}", "kind": "vacant", "place": f"A柜-{number + 10}", "unit": unit}
    for number, place in enumerate(COMMON, 1):
        yield {"tag": f"G-{number:02}", "kind": "public", "place": f"B柜-{number}", "opens": place}
    for number, place in enumerate(ROOMS, 1):
        yield {"tag": f"J-{number:02}", "kind": "equipment", "place": f"B柜-{number + 10}", "opens": place}
