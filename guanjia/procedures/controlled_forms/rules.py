"""Counting the numbers of a book: every one is used, spoiled or left, and none twice."""

import re
from collections import Counter
from collections.abc import Iterable

SEPARATORS = re.compile(r"[、，,;；\s]+")


def read(said: str) -> list[int]:
    """`1-48、50` as numbers. Raises ValueError for anything else."""
    found: list[int] = []
    for part in filter(None, SEPARATORS.split(said.strip())):
        first, dash, last = re.sub(r"[–—~～至]", "-", part).partition("-")
        begin, end = int(first), int(last if dash else first)
        if end < begin or end - begin > 100_000:
            raise ValueError(part)
        found += range(begin, end + 1)
    return found


def said(numbers: Iterable[int]) -> str:
    """The other way round: `1-48、50`."""
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return "、".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)


def twice(numbers: Iterable[int]) -> list[int]:
    return sorted(one for one, times in Counter(numbers).items() if times > 1)
