"""Tenants month by month."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

COUNTED = ("homes", "persons", "reported", "unreported", "left")


def monthly(cases: Any, before: Any) -> Iterator[dict[str, Any]]:
    """A row for each month in which tenants were registered: how many, and what has become of them since."""
    months: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for opened_at, answers in cases.values_list("opened_at", "answers"):
        if answers.get("tenant"):
            row = months[f"{localdate(opened_at):%Y-%m}"]
            row.update({"homes": 1, "persons": int(answers["persons"])})
            row["reported" if answers.get("police_on") else "unreported"] += 1
            row["left"] += answers.get("still_there") == "left"
    for month in sorted(months):
        yield {"month": month, **{name: months[month][name] for name in COUNTED}}
