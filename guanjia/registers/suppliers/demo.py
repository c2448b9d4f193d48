"""Suppliers of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit

FIRMS = (
    ("洁家家政", "家政保洁", "唐经理", "13900000021", 80),
    ("甘泉桶装水", "送水", "何师傅", "13900000022", 85),
    ("顺达搬家", "搬家", "孟经理", "13900000023", 88),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    for name, trade, contact, phone, share in FIRMS:
        yield {"name": name, "trade": trade, "contact": contact, "phone": phone, "share": share}
