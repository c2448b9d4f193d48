"""Who is inside with a pass."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from guanjia.engine.access import Actor
from guanjia.registers.passes.models import Stay, WorkerPass


def with_presence(rows: QuerySet[WorkerPass]) -> QuerySet[WorkerPass]:
    """Each with `inside`: since when its person is inside, None when he is not."""
    open_stays = Stay.objects.filter(worker_pass=OuterRef("pk"), left_at=None)
    return rows.annotate(inside=Subquery(open_stays.values("entered_at")[:1]))


def inside_now(actor: Actor) -> QuerySet[Any]:
    """The stays that have not ended, the longest first."""
    rows = Stay.objects.visible_to(actor).filter(left_at=None)
    shown = ("worker_pass__contractor", "worker_pass__unit__building")
    return rows.select_related(*shown).order_by("entered_at", "pk")
