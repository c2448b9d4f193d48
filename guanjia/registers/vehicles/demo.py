"""Vehicles of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit

PLATES = ("浙A3F128", "浙A7K066", "浙AD12345", "沪B6M901", "浙A9X520", "浙AF88001")
LOOKS = ("白色 大众", "黑色 奥迪", "绿牌 比亚迪", "银色 别克", "红色 本田", "绿牌 特斯拉")


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    for plate, looks, unit in zip(PLATES, LOOKS, units, strict=False):
        kind = "electric" if looks.startswith("绿牌") else "car"
        yield {
            "plate": plate,
            "kind": kind,
            "owner": f"{unit.spoken_address} 业主",
            "unit": unit,
            "looks": looks,
        }
