"""What waits for the butler in his zone besides open matters: rounds, visits, parcels that lie long, arrears."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.timezone import localdate

from guanjia.directory.places.models import Zone
from guanjia.directory.team.roles import BUTLER
from guanjia.engine.access.actor import may
from guanjia.engine.params.values import value
from guanjia.registers.parcels.models import Parcel
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Step
from guanjia.work.ledger.models import Charge

ROUNDS = {
    "vacant_units": ("round",), "visits": ("visit", "again", "keep"), "renovation": ("round", "recheck"),
}  # fmt: skip
AHEAD, MOST = timedelta(days=7), 30


@dataclass(frozen=True)
class Round:
    """An open step: which procedure wants what, where, until when."""

    step: Step

    @property
    def what(self) -> str:
        return procedure_of(self.step.case).steps[self.step.code].label


@dataclass(frozen=True)
class Rounds:
    """`parcels`: (home, pieces, days of the oldest); `debtors` is None for who may not see money."""

    steps: list[Round] = field(default_factory=list)
    parcels: list[tuple[Any, int, int]] = field(default_factory=list)
    debtors: int | None = None
    owed: Decimal = Decimal(0)


def rounds_of(actor: Any, *, now: datetime) -> Rounds:
    """At most five statements; none but the first for who has no zone."""
    zone = Zone.objects.visible_to(actor).filter(butler=actor).select_related("estate").first()
    if zone is None:
        return Rounds()
    parcels = _parcels(actor, zone.estate, now) if may(actor, "registers.view") else []
    debtors, owed = _arrears(actor, now) if may(actor, "collection.work") else (None, Decimal(0))
    return Rounds(_steps(actor, now), parcels, debtors, owed)


def _steps(actor: Any, now: datetime) -> list[Round]:
    """Due within a week, in the zone or given to the butler by name, and open to his post."""
    wanted = Q()
    for procedure, codes in ROUNDS.items():
        wanted |= Q(case__procedure=procedure, code__in=codes)
    mine = Q(assignee=actor) | Q(case__unit__zone__butler=actor, assignee=None, role__contains=BUTLER)
    rows = Step.objects.visible_to(actor).filter(
        wanted, mine, Q(due_at=None) | Q(due_at__lt=now + AHEAD), done_at=None, cancelled_at=None
    )
    rows = rows.select_related("case__unit__building").order_by(F("due_at").asc(nulls_last=True), "pk")
    return [Round(step) for step in rows[:MOST]]


def _parcels(actor: Any, estate: Any, now: datetime) -> list[tuple[Any, int, int]]:
    """Homes of the zone whose mail lies longer than until the first reminder, the longest first."""
    limit = now - timedelta(days=value("mail.remind_first_days", estate=estate, now=now))
    rows = Parcel.objects.visible_to(actor).filter(
        unit__zone__butler=actor, retired_at=None, arrived_at__lte=limit
    )
    homes: dict[int, list[Parcel]] = {}
    for parcel in rows.select_related("unit__building").order_by("arrived_at")[:200]:
        homes.setdefault(parcel.unit_id or 0, []).append(parcel)
    today = localdate(now)
    return [(some[0].unit, len(some), _days(some[0], today)) for some in homes.values()]


def _days(parcel: Parcel, today: Any) -> int:
    return (today - localdate(parcel.arrived_at)).days if parcel.arrived_at else 0


def _arrears(actor: Any, now: datetime) -> tuple[int, Decimal]:
    """How many homes of the zone owe, and how much."""
    late = Charge.objects.visible_to(actor).overdue(localdate(now)).filter(unit__zone__butler=actor)
    sums = late.aggregate(homes=Count("unit_id", distinct=True), owed=Sum(F("amount") - F("settled")))
    return sums["homes"], sums["owed"] or Decimal(0)
