"""Shops of the demo."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guanjia.directory.places.models import Unit

SHOPS = (
    ("阳光便利店", "日用百货", "91330106MA2A1", "宋老板", "7:00–23:00"),
    ("老街面馆", "餐饮", "91330106MA2B7", "蒋师傅", "6:30–21:00"),
    ("安心药房", "药品零售", "91330106MA2C3", "许店长", "8:00–22:00"),
    ("小树美发", "美容美发", "91330106MA2D9", "沈店长", "10:00–21:30"),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """Four along the street; the licence of the last has run out."""
    for at, (name, trade, licence, contact, hours) in enumerate(SHOPS):
        yield {
            "name": name, "trade": trade, "licence": licence, "contact": contact, "hours": hours, "fire_letter": True,
            "fire_contact": contact, "sign_drawing": at < 3, "lease_until": date(2028, 6, 30),
            "licence_until": date(2026, 6, 30) if at == 3 else date(2031, 12, 31),
        }  # fmt: skip
