"""Books of blank forms of the demo."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guanjia.directory.places.models import Unit

KINDS = (("SJ", "receipt", 3), ("FX", "pass", 2), ("XK", "permit", 1))
SHEETS = 50


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    for prefix, kind, books in KINDS:
        for number in range(books):
            yield {
                "number": f"{prefix}-2026-{number + 1:02}", "kind": kind, "prefix": prefix,
                "first": number * SHEETS + 1, "last": (number + 1) * SHEETS, "received_on": date(2026, 1, 5),
            }  # fmt: skip
