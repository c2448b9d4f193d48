"""Who is on duty. The roster (a higher layer) knows; whoever needs to know asks here."""

from collections.abc import Callable
from datetime import datetime

Source = Callable[[int, datetime], frozenset[int] | None]
_source: list[Source] = []


def answered_by(source: Source) -> Source:
    """Let `source(estate_id, now)` answer; used once, by the roster, when the application starts."""
    _source[:] = [source]
    return source


def on_duty(*, estate_id: int, now: datetime) -> frozenset[int] | None:
    """Keys of the staff on duty in the estate; None when no roster is kept for that day."""
    return _source[0](estate_id, now) if _source else None
