"""What each technician did in a period: numbers computed from the orders, never typed in. Two statements."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Avg,
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from guanjia.engine.access import Actor
from guanjia.engine.clock.models import Clock
from guanjia.work.cases.models import Case as Matter
from guanjia.work.cases.models import Step, TimelineEntry
from guanjia.work.dispatch.models import MaterialLine, Trip, WorkOrder


@dataclass(frozen=True)
class Figures:
    """One technician's period. `on_time` is a share of the orders whose case had a finish clock, `stars` a mean of
    the answers; both None without any. `hours` are on the spot: from arriving to done, pauses left out."""

    technician_id: int
    name: str
    done: int
    on_time: float | None
    reopened: int
    stars: float | None
    materials: Decimal
    hours: float = 0.0


def technician_figures(
    actor: Actor, since: datetime, until: datetime, estate: int | None = None
) -> list[Figures]:
    """Everybody who completed an order in [since, until), most orders first. `estate` None: all in reach."""
    found = [Figures(**row) for row in _by_orders(done_orders(actor, since, until, estate))]
    hours = _hours(actor, since, until, estate)
    return [replace(one, hours=hours.get(one.technician_id, 0.0)) for one in found]


def done_orders(
    actor: Actor, since: datetime, until: datetime, estate: int | None = None
) -> QuerySet[WorkOrder]:
    """The orders behind the figures, for drill-down."""
    orders = WorkOrder.objects.visible_to(actor).filter(
        state=WorkOrder.State.DONE, technician__isnull=False, done_at__gte=since, done_at__lt=until
    )
    return orders.filter(estate_id=estate) if estate else orders


def _by_orders(orders: QuerySet[WorkOrder]) -> Any:
    used = MaterialLine.objects.filter(order=OuterRef("pk"), struck_at=None).order_by()
    cost = used.values("order").annotate(cost=Sum("amount")).values("cost")
    again = TimelineEntry.objects.filter(case=OuterRef("case"), kind="reopened", at__gte=OuterRef("done_at"))
    asked = Step.objects.filter(
        case=OuterRef("case"), done_at__gte=OuterRef("done_at"), answers__stars__isnull=False
    ).order_by("done_at")
    rows = orders.annotate(
        late=Subquery(_finish_clock().values("was_late")[:1]),
        again=Exists(again),
        star=Cast(Subquery(asked.values(said=KT("answers__stars"))[:1]), FloatField()),
        cost=Coalesce(Subquery(cost), Value(Decimal("0.00")), output_field=DecimalField()),
    )
    return (
        rows.values("technician_id", name=F("technician__name"))
        .annotate(
            done=Count("pk"),
            on_time=Avg(
                Case(When(late=False, then=1.0), When(late=True, then=0.0), output_field=FloatField())
            ),
            reopened=Count("pk", filter=Q(again=True)),
            stars=Avg("star"),
            materials=Sum("cost"),
        )
        .order_by("-done", "name", "technician_id")
    )


def _finish_clock() -> QuerySet[Clock]:
    """The finish clock that ran when the order was done."""
    label = Matter._meta.label_lower
    clocks = Clock.objects.filter(
        subject_type=label,
        subject_id=OuterRef("case_id"),
        metric="finish",
        started_at__lte=OuterRef("done_at"),
    )
    late = Case(When(breached_at__lte=OuterRef("done_at"), then=True), default=False)
    return clocks.annotate(was_late=late).order_by("-cycle", "-pk")


def _hours(actor: Actor, since: datetime, until: datetime, estate: int | None) -> dict[int, float]:
    trips = Trip.objects.visible_to(actor).filter(
        arrived_at__isnull=False, ended_at__gte=since, ended_at__lt=until
    )
    if estate:
        trips = trips.filter(estate_id=estate)
    spent = trips.values_list("technician_id").annotate(spent=Sum(F("ended_at") - F("arrived_at"))).order_by()
    return {who: round((time or timedelta()).total_seconds() / 3600, 2) for who, time in spent}
