"""What the pocket pages show: few statements, everything a card needs at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from guanjia.directory.people.models import Occupancy, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.ui import shown
from guanjia.work.cases.models import Case
from guanjia.work.dispatch.models import MaterialLine, OrderPause, OrderPhoto, Quote, WorkOrder
from guanjia.work.dispatch.parameters import needs
from guanjia.work.dispatch.queries import technicians_of
from guanjia.work.dispatch.rules import Progress, next_thing

SHOWN_AT_MOST = 100


def my_orders(actor) -> list[WorkOrder]:
    """The technician's live orders by time, then by place."""
    mine = WorkOrder.objects.visible_to(actor).of(actor).with_place()
    return list(
        mine.order_by(
            Coalesce("appointed_from", "case__next_due_at", "created_at"), "case__unit__building__order", "pk"
        )[:SHOWN_AT_MOST]
    )


def pooled(actor) -> list[WorkOrder]:
    """Orders anybody may grab, the actor's own department first."""
    pool = WorkOrder.objects.visible_to(actor).filter(state=WorkOrder.State.POOLED).with_place()
    rows = pool.order_by("case__next_due_at", "pk")[:SHOWN_AT_MOST]
    return sorted(rows, key=lambda order: order.department_id != actor.department_id)


def done_lately(actor) -> QuerySet[WorkOrder]:
    """The technician's last finished orders."""
    mine = WorkOrder.objects.visible_to(actor).filter(technician=actor, state=WorkOrder.State.DONE)
    return mine.with_place().order_by("-done_at")[:50]


@dataclass(frozen=True)
class Sheet:
    """One order with all that its page shows."""

    order: WorkOrder
    photos: list[OrderPhoto]
    materials: list[MaterialLine]
    quote: Quote | None
    pause: OrderPause | None
    progress: Progress
    is_mine: bool
    others_at_home: list[WorkOrder]

    @property
    def next_thing(self) -> str | None:
        return next_thing(self.progress) if self.is_mine else None

    @property
    def material_total(self) -> Any:
        return sum(line.amount for line in self.materials if not line.struck_at)

    def photos_of(self, kind: str) -> list[OrderPhoto]:
        return [photo for photo in self.photos if photo.kind == kind]


def sheet_of(order: WorkOrder, *, actor, now: datetime) -> Sheet:
    photos = list(OrderPhoto.objects.filter(order=order).select_related("attachment").order_by("at", "pk"))
    kinds = {photo.kind for photo in photos}
    demanded = needs(order, now=now)
    progress = Progress(
        order.state,
        has_before="before" in kinds,
        has_after="after" in kinds,
        has_signature=bool(kinds & {"signature", "slip"}),
        needs_photos=demanded.photos,
        needs_signature=demanded.signature,
    )
    quote = Quote.objects.filter(order=order, replaced_at=None).prefetch_related("lines").first()
    return Sheet(
        order,
        photos,
        list(MaterialLine.objects.filter(order=order).order_by("pk")),
        quote,
        _open_pause(order),
        progress,
        order.is_with(actor),
        _others_at(order, actor),
    )


def transfer_targets(order: WorkOrder, *, actor) -> list[tuple[str, str]]:
    """(value, label) of colleagues and departments an order may be handed to."""
    people = list(technicians_of([order.estate_id], actor=actor).exclude(pk=order.technician_id))
    departments = {one.department_id: one.department.name for one in people if one.department_id}
    departments.pop(order.department_id, None)
    return [
        *((f"staff-{one.pk}", shown.aside(one.name, f"{one.load}/{one.order_cap}")) for one in people),
        *((f"department-{pk}", name) for pk, name in departments.items()),
    ]


def _open_pause(order: WorkOrder) -> OrderPause | None:
    if order.state != WorkOrder.State.PAUSED:
        return None
    return OrderPause.objects.filter(order=order, ended_at=None).first()


def _others_at(order: WorkOrder, actor) -> list[WorkOrder]:
    """Other live orders at the same home, to be done on the same trip."""
    if order.case.unit_id is None:
        return []
    here = (
        WorkOrder.objects.visible_to(actor)
        .live()
        .filter(case__unit_id=order.case.unit_id)
        .exclude(pk=order.pk)
    )
    return list(here.select_related("technician")[:5])


@dataclass(frozen=True)
class ZoneHome:
    """The butler's morning: what is open in his zones, what is late."""

    cases: list[Case]
    late: int
    units: int
    found: list[Unit]


def zone_home(actor, *, now: datetime, wanted: str = "") -> ZoneHome:
    homes = Unit.objects.visible_to(actor).filter(zone__butler=actor, retired_at=None)
    mine = Case.objects.visible_to(actor).open().filter(unit__zone__butler=actor)
    cases = list(
        mine.select_related("unit__building", "customer", "handler").order_by("next_due_at", "pk")[
            :SHOWN_AT_MOST
        ]
    )
    late = sum(case.next_due_at is not None and case.next_due_at < now for case in cases)
    found = list(_units_called(homes, wanted)) if wanted else []
    return ZoneHome(cases, late, homes.count(), found)


def _units_called(homes: QuerySet[Unit], wanted: str) -> QuerySet[Unit]:
    """Homes of the zone by room (any part) or by who lives there."""
    words = wanted.strip()
    living = Q(occupancies__retired_at=None, occupancies__customer__name__icontains=words)
    called = Q(key__icontains=words) | Q(number__icontains=words) | living
    return (
        homes.filter(called)
        .select_related("building")
        .distinct()
        .order_by("building__order", "sort_key")[:30]
    )


@dataclass(frozen=True)
class Household:
    """Whom the butler will meet behind the door."""

    unit: Unit
    people: list[Occupancy]
    cases: list[Case]


def household_of(unit: Unit, *, actor, now: datetime) -> Household:
    today = localdate(now)
    phones = Prefetch("customer__phones", Phone.objects.filter(retired_at=None).order_by("-is_primary"))
    people = (
        Occupancy.objects.visible_to(actor)
        .filter(Q(until=None) | Q(until__gte=today), unit=unit, retired_at=None)
        .select_related("customer")
        .prefetch_related(phones)
    )
    cases = (
        Case.objects.visible_to(actor).filter(unit=unit).select_related("handler").order_by("-opened_at")[:10]
    )
    return Household(unit, list(people), list(cases))
