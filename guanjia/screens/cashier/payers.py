"""Who stands at the counter, and everything to be settled with him, in few statements."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Estate, Unit
from guanjia.engine.access import Actor
from guanjia.engine.params.values import Parameters
from guanjia.work.billing.late import LateFee, late_fees_as_of
from guanjia.work.cashier.models import Deposit
from guanjia.work.cashier.queries import Owed, owed
from guanjia.work.cashier.rules import points_worth
from guanjia.work.collection.models import Promise
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge

PAYING = (Occupancy.Role.OWNER, Occupancy.Role.TENANT)


@dataclass
class Payer:
    """One payer in one estate. `unit` is the home that was asked for, or his only one; `points_yuan` what his points
    could pay.
    """

    estate: Estate
    customer: Customer | None
    unit: Unit | None
    people: list[Occupancy]
    estates: list[Estate]
    owed: Owed
    late: dict[int, LateFee] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)
    rounding_limit: Decimal = Decimal(0)
    points_yuan: Decimal = Decimal(0)

    @property
    def name(self) -> str:
        return str(self.customer or self.unit)

    @property
    def home(self) -> Unit | None:
        """The home that goes on the receipt."""
        return self.unit or (self.owed.units[0] if len(self.owed.units) == 1 else None)

    def late_due(self, charge: Charge) -> Decimal:
        """What has accrued on it until today and is not billed yet."""
        return self.late[charge.pk].due if charge.pk in self.late else Decimal(0)

    @property
    def deposits(self) -> list[Deposit]:
        return self.owed.deposits


def payer_by_customer(actor: Actor, pk: int, *, estate_id: int | None, now: datetime) -> Payer | None:
    """A person: all homes he owns or rents in one estate; the first of them unless one is chosen."""
    homes = [one for one in _occupancies(actor).filter(customer=pk) if _holds(one, now)]
    customer = homes[0].customer if homes else Customer.objects.visible_to(actor).filter(pk=pk).first()
    if customer is None:
        return None
    paying = [one for one in homes if one.role in PAYING] or homes
    estates = list({one.estate_id: one.estate for one in paying}.values())
    estate = next((one for one in estates if one.pk == estate_id), estates[0] if estates else None)
    if estate is None:
        estate = _any_estate(actor, estate_id)
    if estate is None:
        return None
    units = [one.unit for one in paying if one.estate_id == estate.pk]
    return _payer(
        actor, estate, customer=customer, unit=None, people=[], estates=estates, now=now, units=units
    )


def payer_by_unit(actor: Actor, pk: int, *, customer_id: int | None, now: datetime) -> Payer | None:
    """A home: the person asked for, else its owner, pays; without anybody the home itself."""
    living = Occupancy.objects.filter(unit=pk, retired_at=None)
    rows = _occupancies(actor).filter(customer__in=living.values("customer"))
    present = [one for one in rows if _holds(one, now)]
    people = sorted((one for one in present if one.unit_id == pk), key=lambda one: PAYING.index(one.role)
                    if one.role in PAYING else len(PAYING))  # fmt: skip
    alone = Unit.objects.visible_to(actor).select_related("building", "estate")
    unit = people[0].unit if people else alone.filter(pk=pk).first()
    if unit is None:
        return None
    unit.estate = people[0].estate if people else unit.estate
    asked = next((one for one in people if one.customer_id == customer_id), None)
    usual = next((one for one in people if one.role in PAYING), None)
    chosen = asked or usual
    customer = chosen.customer if chosen else None
    units = [
        one.unit for one in present
        if one.customer_id == (customer and customer.pk) and one.estate_id == unit.estate_id and one.role in PAYING
    ]  # fmt: skip
    return _payer(
        actor, unit.estate, customer=customer, unit=unit, people=people, estates=[], now=now, units=units
    )


def _occupancies(actor: Actor) -> QuerySet[Occupancy]:
    rows = Occupancy.objects.visible_to(actor).filter(retired_at=None)
    return rows.select_related("customer", "unit__building", "estate").order_by("unit__sort_key", "id")


def _holds(home: Occupancy, now: datetime) -> bool:
    day = today(home.estate, now)
    return (home.since is None or home.since <= day) and (home.until is None or home.until >= day)


def _any_estate(actor: Actor, estate_id: int | None) -> Estate | None:
    """Somebody without a home pays where the cashier is."""
    rows = Estate.objects.visible_to(actor).order_by("pk")
    return (rows.filter(pk=estate_id) if estate_id else rows).first()


def _payer(
    actor: Actor,
    estate: Estate,
    *,
    customer: Customer | None,
    unit: Unit | None,
    people: list[Occupancy],
    estates: list[Estate],
    now: datetime,
    units: list[Unit],
) -> Payer:
    day = today(estate, now)
    found = owed(actor, estate=estate, customer=customer, unit=unit, today=day, homes=units)
    for charge in found.charges:
        charge.estate = estate
    here = Parameters.of(estate, now)
    whose = Q(unit__in=found.units) | Q(customer=customer) if customer else Q(unit__in=found.units)
    promised = Promise.objects.visible_to(actor).running(day).filter(whose, estate=estate)
    return Payer(
        estate=estate,
        customer=customer,
        unit=unit,
        people=people,
        estates=estates,
        owed=found,
        late=late_fees_as_of(found.charges, day, now=now, here=here),
        promises=list(promised.order_by("on")),
        rounding_limit=Decimal(here.value("cashier.rounding_limit")) / 100,
        points_yuan=points_worth(found.points, here.value("cashier.points_per_yuan")),
    )


def asked(given: Any, name: str) -> int | None:
    """A whole number from the address, or none."""
    value = given.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None
