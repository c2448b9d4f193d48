"""One ordered story per case. A line may be kept as data and read in any language, by whoever wrote its kind."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from guanjia.engine.access import Actor
from guanjia.work.cases.models import Case, TimelineEntry

Reader = Callable[[dict[str, Any]], str]
_readers: dict[str, Reader] = {}


def read_by(prefix: str) -> Callable[[Reader], Reader]:
    """Makes a function the reader of lines whose kind is `prefix.…`: from a line's data, its text; empty if none."""

    def wrap(reader: Reader) -> Reader:
        _readers[prefix] = reader
        return reader

    return wrap


def text_of(entry: TimelineEntry) -> str:
    """The line's text in the language of whoever reads it, or as it was written."""
    reader = _readers.get(entry.kind.partition(".")[0])
    return (reader(entry.data) if reader else "") or entry.text


def tell(
    case: Case,
    *,
    kind: str,
    actor: Actor,
    now: datetime,
    text: str = "",
    data: dict[str, Any] | None = None,
    is_public: bool = False,
) -> TimelineEntry:
    """Add one line to the case's story."""
    return TimelineEntry.objects.create(
        company_id=case.company_id,
        estate_id=case.estate_id,
        case=case,
        at=now,
        kind=kind,
        actor_id=actor.pk,
        actor_name=actor.name,
        text=text,
        data=data or {},
        is_public=is_public,
    )
