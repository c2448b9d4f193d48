"""Reads about customers."""

from dataclasses import dataclass, field
from datetime import date

from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.engine.access import Actor
from guanjia.kernel import idnumber, phone


@dataclass
class Home:
    """A unit in which the customer is or was. `current` on the day that was asked about."""

    occupancy: Occupancy
    current: bool

    @property
    def unit(self):
        return self.occupancy.unit


@dataclass
class CustomerCard:
    """What the desk sees of a customer: phones masked, homes with zone and butler, the people of the current homes."""

    customer: Customer
    id_number: str
    phones: list[tuple[Phone, str]] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    people: list[Occupancy] = field(default_factory=list)


def card_of(pk: int, *, actor: Actor, on: date) -> CustomerCard:
    """One customer's card. Four statements. Raises Customer.DoesNotExist."""
    customer = Customer.objects.visible_to(actor).get(pk=pk)
    card = CustomerCard(customer, idnumber.mask(customer.id_number) if customer.id_number else "")
    numbers = (
        Phone.objects.visible_to(actor)
        .filter(customer=customer, retired_at=None)
        .order_by("-is_primary", "id")
    )
    card.phones = [(one, phone.mask(one.number)) for one in numbers]
    here = Occupancy.objects.visible_to(actor).filter(retired_at=None)
    homes = here.filter(customer=customer).select_related(
        "unit__building", "unit__estate", "unit__zone__butler"
    )
    card.homes = sorted(
        (Home(one, is_current(one, on)) for one in homes), key=lambda h: (not h.current, h.occupancy.pk)
    )
    units = [home.unit.pk for home in card.homes if home.current]
    if units:
        others = (
            here.filter(unit__in=units)
            .exclude(customer=customer)
            .select_related("customer", "unit__building")
        )
        card.people = [one for one in others.order_by("unit_id", "id") if is_current(one, on)]
    return card


def is_current(occupancy: Occupancy, on: date) -> bool:
    return (occupancy.since or date.min) <= on <= (occupancy.until or date.max)


def customers_calling_from(digits: str, *, actor: Actor, most: int = 5) -> list[Customer]:
    """Who has this number (digits only, as the exchange delivers it). One statement."""
    phones = Phone.objects.visible_to(actor).filter(digits=digits, retired_at=None, customer__retired_at=None)
    rows = phones.select_related("customer").order_by("-is_primary", "-id")[:most]
    return list(dict.fromkeys(row.customer for row in rows))
