"""Passes issued, used and lapsed, day by day."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any


def reconciliation(cases: Any, before: Any) -> Iterator[dict[str, Any]]:
    """A row for each day on which passes were good."""
    days: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for answers in cases.values_list("answers", flat=True):
        if answers.get("lapses_at") and answers.get("identity_ok"):
            days[answers["valid_on"]].update(["issued", answers.get("result", "open")])
    for day in sorted(days):
        yield {"day": day, **{name: days[day][name] for name in ("issued", "out", "lapsed", "open")}}
