"""What runs by itself: clocks that fired, jobs, the processes that do both."""

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from guanjia.engine.access import Actor
from guanjia.engine.clock.models import ClockEvent
from guanjia.engine.clock.sweepers import Sweeper, SweepRun
from guanjia.work.cases.models import Case
from guanjia.work.figures.queries import ONE, Rows


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


def jobs() -> Rows:
    """Per task: how many wait, run, are done and failed, and when one was last taken up or ended."""
    last = dict(
        ProcrastinateEvent.objects.exclude(type="deferred")
        .values_list("job__task_name")
        .annotate(Max("at"))
        .order_by()
    )
    rows = (
        ProcrastinateJob.objects.values("task_name")
        .annotate(
            waiting=Count(ONE, filter=Q(status="todo")),
            running=Count(ONE, filter=Q(status="doing")),
            done=Count(ONE, filter=Q(status="succeeded")),
            failed=Count(ONE, filter=Q(status__in=["failed", "aborted"])),
        )
        .order_by("task_name")
    )
    return [row | {"last": last.get(row["task_name"])} for row in rows]


def failed_jobs(*, most: int = 50) -> QuerySet[ProcrastinateJob]:
    failed = ProcrastinateJob.objects.filter(status__in=["failed", "aborted"])
    return failed.annotate(at=Max("procrastinateevent__at")).order_by("-id")[:most]


def sweeps(*, most: int = 30) -> tuple[list[Sweeper], list[SweepRun]]:
    """The processes that fire timers, and their last sweeps that had something to do."""
    return list(Sweeper.objects.order_by("-seen_at")[:10]), list(
        SweepRun.objects.order_by("-started_at")[:most]
    )
