"""The service catalogue of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit
from guanjia.registers.suppliers.models import Supplier

CATALOGUE = (
    ("日常保洁", "cleaning", "45", "小时", "洁家家政", 24, "8:00–18:00"),
    ("油烟机清洗", "cleaning", "180", "次", "洁家家政", 48, "8:00–18:00"),
    ("桶装水", "water", "18", "桶", "甘泉桶装水", 4, "8:30–20:00"),
    ("居家搬运", "moving", "600", "车", "顺达搬家", 72, "7:30–19:00"),
    ("配钥匙", "key", "10", "把", "", 1, "8:30–18:00"),
    ("打印复印", "printing", "0.5", "张", "", 0, "8:30–18:00"),
    ("借伞", "umbrella", "0", "次", "", 0, ""),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    firms = {one.name: one for one in Supplier.objects.filter(estate=units[0].estate)}
    for name, kind, price, per, firm, hours, when in CATALOGUE:
        yield {
            "name": name, "kind": kind, "price": price, "per": per, "supplier": firms.get(firm), "lead_hours": hours,
            "hours": when,
        }  # fmt: skip
