"""What the pages about the company's shape show, each in few statements."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from guanjia.directory.places.models import Branch, Building, Company, Estate, Unit, Zone
from guanjia.directory.team.models import Department, Staff
from guanjia.engine.access import Actor

IN_USE = Q(retired_at=None)
BUTLERS = ["butler", "desk", "agent", "supervisor"]


@dataclass
class Floor:
    """One floor of one entrance, top first; `number` is None where numbers tell no floor."""

    number: int | None
    units: list[Unit] = field(default_factory=list)


@dataclass
class Part:
    """An entrance of a building. `code` names it in forms: `12:2`."""

    building: Building
    entrance: str
    total: int
    inside: int

    @property
    def code(self) -> str:
        return f"{self.building.pk}:{self.entrance}"

    @property
    def whole(self) -> bool:
        return self.total == self.inside


def company_of(actor: Actor) -> Company:
    return Company.objects.get(pk=actor.company_id)


def branches_of(actor: Actor) -> QuerySet[Branch]:
    return Branch.objects.visible_to(actor).annotate(estate_count=Count("estates")).order_by("name")


def estates_with_counts(actor: Actor) -> list[dict[str, Any]]:
    """Estates, by branch and name, each with its numbers of buildings, units in use and staff. Four statements."""
    estates = Estate.objects.visible_to(actor).select_related("branch").order_by("branch__name", "name")
    units = _per_estate(Unit.objects.visible_to(actor).filter(IN_USE))
    buildings = _per_estate(Building.objects.visible_to(actor))
    zones = _per_estate(Zone.objects.visible_to(actor))
    return [
        {
            "estate": one, "units": units.get(one.pk, 0), "buildings": buildings.get(one.pk, 0),
            "zones": zones.get(one.pk, 0),
        }
        for one in estates
    ]  # fmt: skip


def estate_page(actor: Actor, estate: Estate) -> dict[str, Any]:
    """Buildings and zones with their numbers of units, departments, and what has no zone. Four statements."""
    here = {"estate": estate}
    in_use = Count("units", filter=Q(units__retired_at=None))
    buildings = list(
        Building.objects.visible_to(actor).filter(**here).annotate(unit_count=in_use).order_by("order", "id")
    )
    zones = Zone.objects.visible_to(actor).filter(**here).select_related("butler").annotate(unit_count=in_use)
    zones = list(zones.order_by("name"))
    total = sum(one.unit_count for one in buildings)
    return {
        "buildings": buildings, "zones": zones, "total": total, "alone": total - sum(one.unit_count for one in zones),
        "departments": list(Department.objects.visible_to(actor).filter(**here).order_by("name")),
    }  # fmt: skip


def floors_of(actor: Actor, building: Building) -> list[tuple[str, list[Floor]]]:
    """The building as one draws it: entrances, in each the floors from the top. One statement."""
    units = Unit.objects.visible_to(actor).filter(IN_USE, building=building).select_related("zone")
    drawn: dict[str, dict[int | None, Floor]] = defaultdict(dict)
    for unit in sorted(units, key=lambda one: (_natural(one.entrance), len(one.number), one.number)):
        unit.building = building
        drawn[unit.entrance].setdefault(unit.floor, Floor(unit.floor)).units.append(unit)
    lowest = -1000
    return [
        (entrance, sorted(floors.values(), key=lambda one: -(lowest if one.number is None else one.number)))
        for entrance, floors in drawn.items()
    ]


def parts_of(actor: Actor, estate: Estate, zone: Zone | None) -> list[Part]:
    """Every entrance of the estate, and how much of it lies in the zone. Two statements."""
    buildings = {one.pk: one for one in Building.objects.visible_to(actor).filter(estate=estate)}
    units = Unit.objects.visible_to(actor).filter(IN_USE, estate=estate)
    inside = Count("pk", filter=Q(zone=zone) if zone else Q(pk=None))
    rows = units.values_list("building_id", "entrance").annotate(total=Count("pk"), inside=inside).order_by()
    parts = [Part(buildings[pk], entrance, total, count) for pk, entrance, total, count in rows]
    return sorted(parts, key=lambda one: (one.building.order, one.building.pk, _natural(one.entrance)))


def units_in(actor: Actor, estate: Estate, codes: set[str]) -> QuerySet[Unit]:
    """The units in use of these parts."""
    wanted = Q(pk=None)
    for code in codes:
        building, _colon, entrance = code.partition(":")
        if building.isdecimal():
            wanted |= Q(building_id=int(building), entrance=entrance)
    return Unit.objects.visible_to(actor).filter(IN_USE, wanted, estate=estate)


def possible_butlers(actor: Actor, estate: Estate) -> QuerySet[Staff]:
    """Active staff of the estate's customer service, by name."""
    staff = Staff.objects.visible_to(actor).filter(is_active=True)
    here = Q(everywhere=True) | Q(estates__contains=[estate.pk])
    return staff.filter(here, roles__overlap=BUTLERS).order_by("name")


def _per_estate(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.values_list("estate_id").annotate(Count("pk")).order_by())


def _natural(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (10**6, text)
