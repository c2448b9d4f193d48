"""Contractors of the demo; one licence has run out."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guanjia.directory.places.models import Unit

FIRMS = (
    ("美居装饰工程有限公司", "renovation", "JZ2023-0158", date(2027, 6, 30), "周经理", "13900000011"),
    ("宜家美装饰有限公司", "renovation", "JZ2022-0642", date(2026, 10, 31), "吴工", "13900000012"),
    ("安达电梯维保有限公司", "maintenance", "TS-330012", date(2028, 3, 31), "郑工", "13900000013"),
    ("洁净保洁服务有限公司", "outsourced", "FW-2021-77", date(2027, 12, 31), "冯经理", "13900000014"),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    for name, kind, licence, until, contact, phone in FIRMS:
        yield {
            "name": name, "kind": kind, "licence": licence, "licence_until": until, "contact": contact, "phone": phone,
        }  # fmt: skip
