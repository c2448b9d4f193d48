"""Archives of the demo: owners' files, documents of the office, old ones whose time is up."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guanjia.directory.places.models import Unit

OFFICE = (
    ("WS-2026-001", "2026 年度工作计划及批复", "document", "y30", "internal", date(2026, 1, 12)),
    ("HT-2024-003", "电梯维保合同（三菱）", "contract", "y30", "internal", date(2024, 3, 1)),
    ("GC-2010-001", "竣工图纸及验收备案资料", "engineering", "permanent", "open", date(2010, 6, 30)),
    ("GC-2010-002", "消防验收意见书", "engineering", "permanent", "open", date(2010, 7, 15)),
    ("RS-2025-001", "员工劳动合同及考核资料", "staff", "y30", "secret", date(2025, 1, 20)),
    ("WS-2014-007", "2013 年来访登记簿", "document", "y10", "open", date(2014, 1, 10)),
    ("WS-2015-004", "2014 年放行条存根", "document", "y10", "open", date(2015, 1, 8)),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    for number, unit in enumerate(units[:8], 1):
        yield {
            "number": f"YZ-{unit.key}", "title": f"{unit.spoken_address} 业主档案", "kind": "customer", "unit": unit,
            "box": f"一号柜-{(number + 3) // 4}盒", "retention": "permanent", "secrecy": "secret",
            "filed_on": date(2024, 5, number),
        }  # fmt: skip
    for number, title, kind, retention, secrecy, filed_on in OFFICE:
        yield {
            "number": number, "title": title, "kind": kind, "box": "二号柜-1盒",
            "retention": retention, "secrecy": secrecy, "filed_on": filed_on,
        }  # fmt: skip
