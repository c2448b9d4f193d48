"""Controlled forms of the demo: those of the procedures, as they are printed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guanjia.directory.places.models import Unit

FORMS = (
    ("WY-KF-BX-01", "维修派工单", "前台、工程师傅", "y3"),
    ("WY-KF-TS-01", "客户投诉处理表", "前台、客服主管", "y3"),
    ("WY-KF-HF-01", "回访记录表", "管家、前台", "y3"),
    ("WY-KF-YS-02", "钥匙领用登记表", "前台", "y3"),
    ("WY-KF-ZX-01", "装修申请表", "前台、工程部", "y10"),
    ("WY-KF-DH-01", "动火证", "前台、门岗", "y3"),
    ("WY-KF-FX-01", "物品放行条", "前台、门岗", "y3"),
    ("WY-KF-RH-02", "住户登记表", "前台", "permanent"),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    for number, title, where, retention in FORMS:
        yield {
            "number": number, "title": title, "edition": "A/0", "issued_on": date(2026, 1, 1), "retention": retention,
            "where_used": where,
        }  # fmt: skip
