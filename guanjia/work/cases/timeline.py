"""One ordered story per case."""

from datetime import datetime
from typing import Any

from guanjia.engine.access import Actor
from guanjia.work.cases.models import Case, TimelineEntry


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
