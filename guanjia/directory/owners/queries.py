"""What the registers already say about an estate, loaded in a handful of statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model

from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.kernel.names import tidy


@dataclass
class Standing:
    """The estate as it stands: units by key; who lives where; customers by phone and identity number."""

    units: dict[str, Unit] = field(default_factory=dict)
    homes: dict[tuple[str, str], int] = field(default_factory=dict)
    owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    occupancies: dict[tuple[str, int, str], list[Occupancy]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_phone: dict[tuple[str, str], int] = field(default_factory=dict)
    by_id: dict[str, tuple[int, str]] = field(default_factory=dict)


def units_of(estate: Any, actor: Actor) -> dict[str, Unit]:
    units = (
        Unit.objects.visible_to(actor)
        .filter(estate=estate, retired_at=None)
        .select_related("building", "zone")
    )
    return {unit.key: unit for unit in units}


def standing(estate: Any, actor: Actor) -> Standing:
    """Units and who is in them. Names as `tidy` gives them, as imported names are."""
    found = Standing(units=units_of(estate, actor))
    here = (
        Occupancy.objects.visible_to(actor)
        .filter(estate=estate, retired_at=None)
        .select_related("unit", "customer")
    )
    for occupancy in here.order_by("id"):
        found.homes.setdefault((occupancy.unit.key, tidy(occupancy.customer.name)), occupancy.customer_id)
        found.occupancies[occupancy.unit.key, occupancy.customer_id, occupancy.role].append(occupancy)
        if occupancy.role == Occupancy.Role.OWNER and occupancy.until is None:
            found.owners[occupancy.unit.key].add(tidy(occupancy.customer.name))
    return found


def recognise(found: Standing, actor: Actor, digits: Iterable[str], id_numbers: Iterable[str]) -> None:
    """Add the customers of the whole company who have the phones and identity numbers that the file mentions."""
    phones = Phone.objects.visible_to(actor).filter(
        digits__in=list(digits), retired_at=None, customer__retired_at=None
    )
    for pk, name, number in phones.order_by("id").values_list("customer_id", "customer__name", "digits"):
        found.by_phone.setdefault((tidy(name), number), pk)
    known = Customer.objects.visible_to(actor).filter(id_number__in=list(id_numbers), retired_at=None)
    for pk, name, number in known.order_by("id").values_list("pk", "name", "id_number"):
        found.by_id.setdefault(number, (pk, tidy(name)))


def staff_named(names: Iterable[str], company_id: int) -> dict[str, Any]:
    """Active staff by name, where a name is one person's alone."""
    found: dict[str, list[Any]] = defaultdict(list)
    for one in get_user_model().objects.filter(company_id=company_id, is_active=True, name__in=list(names)):
        found[one.name].append(one)
    return {name: people[0] for name, people in found.items() if len(people) == 1}


def rows_to_export(estate: Any, actor: Actor) -> Iterable[tuple[Unit, Occupancy | None]]:
    """Every unit with each of its occupancies, in the order of the building; empty units once."""
    units = sorted(
        units_of(estate, actor).values(), key=lambda u: (u.building.order, u.building_id, u.entrance, u.pk)
    )
    here = (
        Occupancy.objects.visible_to(actor)
        .filter(estate=estate, retired_at=None, customer__retired_at=None)
        .select_related("customer")
        .prefetch_related("customer__phones")
        .order_by("id")
    )
    by_unit: dict[int, list[Occupancy]] = defaultdict(list)
    for occupancy in here:
        by_unit[occupancy.unit_id].append(occupancy)
    for unit in units:
        yield from ((unit, occupancy) for occupancy in by_unit.get(unit.pk) or [None])
