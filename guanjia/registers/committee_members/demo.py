"""The owners' committee of the demo, in the middle of its term."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guanjia.directory.places.models import Unit
from guanjia.kernel.time import now

MEMBERS = (
    ("郑建国", "chair"), ("冯秀兰", "vice"), ("褚卫东", "member"), ("卫小敏", "member"), ("蒋文涛", "secretary"),
)  # fmt: skip


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """Five owners for five years."""
    year = now().year
    for (name, post), unit in zip(MEMBERS, units[10:], strict=False):
        yield {
            "name": name,
            "unit": unit,
            "post": post,
            "since": date(year - 2, 7, 1),
            "until": date(year + 3, 6, 30),
        }
