"""What runs by itself: clocks that fired, and the processes that fire them."""

from django.db.models import OuterRef, QuerySet, Subquery
from procrastinate.contrib.django.models import ProcrastinateWorker

from guanjia.engine.access import Actor
from guanjia.engine.clock.models import ClockEvent
from guanjia.engine.clock.sweepers import Sweeper, SweepRun
from guanjia.work.cases.models import Case


def firings(actor: Actor) -> QuerySet[ClockEvent]:
    """Every rung that fired, with the case it was about."""
    matter = Case.objects.filter(pk=OuterRef("clock__subject_id"))
    return (
        ClockEvent.objects.visible_to(actor)
        .filter(level__isnull=False, clock__subject_type=Case._meta.label_lower)
        .select_related("clock", "estate")
        .annotate(case_number=Subquery(matter.values("number")), case_title=Subquery(matter.values("title")))
    )


def workers() -> QuerySet[ProcrastinateWorker]:
    return ProcrastinateWorker.objects.order_by("-last_heartbeat")


def sweeps(*, most: int = 30) -> tuple[list[Sweeper], list[SweepRun]]:
    """The processes that fire timers, and their last sweeps that had something to do."""
    return list(Sweeper.objects.order_by("-seen_at")[:10]), list(
        SweepRun.objects.order_by("-started_at")[:most]
    )
