"""Passes of the demo: workers in two homes, one of them longer than allowed, and a courier's."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from guanjia.directory.places.models import Unit
from guanjia.kernel.time import now
from guanjia.registers.contractors.models import Contractor

FIRM = "美居装饰工程有限公司"
PEOPLE = (
    ("SG-D01", "works", "孙木匠", 0, -20, 40),
    ("SG-D02", "works", "何水电", 0, -20, 40),
    ("SG-D03", "works", "蒋瓦工", 1, -45, -1),
    ("CR-D01", "entry", "送水工老马", None, -10, 80),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    today = localdate(now())
    firm = Contractor.objects.filter(estate_id=units[0].estate_id, name=FIRM).first()
    for number, kind, name, home, begin, end in PEOPLE:
        yield {
            "number": number, "kind": kind, "name": name, "contractor": firm if home is not None else None,
            "unit": None if home is None else units[home], "valid_from": today + timedelta(days=begin),
            "valid_until": today + timedelta(days=end), "deposit": 30 if kind == "works" else 0,
        }  # fmt: skip
