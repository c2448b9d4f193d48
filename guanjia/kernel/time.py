"""The one place that asks what time it is. Everything else is handed `now`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

# Dates that are filled in lie between these years; from 9999 nothing can be counted on.
FIRST_YEAR, LAST_YEAR = 1900, 2999

_shift = timedelta()


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC) + _shift


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Let this process believe it is later: for journeys that take days. Adds up when nested."""
    global _shift
    _shift += by
    try:
        yield
    finally:
        _shift -= by
