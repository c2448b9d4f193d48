"""What the registers and the books already say about the homes and people of a file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from guanjia.directory.owners.queries import units_of
from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.kernel.names import tidy
from guanjia.work.ledger.models import Book, Charge, Tariff, Transfer
from guanjia.work.ledger.rules import Kind

ENTRY = "opening"
type ChargeKey = tuple[int | None, int | None, int, date]


@dataclass
class Standing:
    """The estate as it stands. `people`: by unit, everybody who is or was there; `owners`: those who are."""

    units: dict[str, Unit] = field(default_factory=dict)
    tariffs: dict[str, Tariff] = field(default_factory=dict)
    people: dict[int, dict[str, Customer]] = field(default_factory=lambda: defaultdict(dict))
    owners: dict[int, list[Customer]] = field(default_factory=lambda: defaultdict(list))
    plates: dict[str, list[Customer]] = field(default_factory=lambda: defaultdict(list))
    closed_through: date | None = None


def standing(estate: Any, actor: Actor) -> Standing:
    found = Standing(units=units_of(estate, actor))
    tariffs = Tariff.objects.visible_to(actor).filter(retired_at=None)
    here = tariffs.filter(Q(estate=estate) | Q(estate=None)).select_related("payee")
    for tariff in sorted(here, key=lambda each: each.estate_id or 0):
        found.tariffs |= {tidy(tariff.name): tariff, tariff.code: tariff}
    stays = (
        Occupancy.objects.visible_to(actor).filter(estate=estate, retired_at=None).select_related("customer")
    )
    for stay in stays.order_by("id"):
        found.people[stay.unit_id][tidy(stay.customer.name)] = stay.customer
        if stay.role == Occupancy.Role.OWNER and stay.until is None:
            found.owners[stay.unit_id].append(stay.customer)
    tagged = Customer.objects.visible_to(actor).filter(estate_ids__contains=[estate.pk], retired_at=None)
    for customer in tagged.exclude(tags=[]):
        for tag in customer.tags:
            found.plates[tag.upper()].append(customer)
    book = Book.objects.visible_to(actor).filter(estate=estate).first()
    found.closed_through = book.closed_through if book else None
    return found


def charged(
    estate: Any, units: Iterable[int], people: Iterable[int], starts: Iterable[date]
) -> set[ChargeKey]:
    """What is on the books for these homes, and for these people without a home; not what was taken back."""
    of = Q(unit__in=list(units)) | Q(unit=None, customer__in=list(people))
    rows = Charge.objects.filter(of, estate=estate, period_start__in=list(starts), late_of=None)
    standing = rows.exclude(raised_by__entry__reversed_by__isnull=False)
    return {
        (unit, None if unit else customer, tariff, start)
        for unit, customer, tariff, start in standing.values_list(
            "unit_id", "customer_id", "tariff_id", "period_start"
        ).order_by()
    }


def opened_prepaid(estate: Any) -> set[int]:
    """The customers of the estate whose prepaid balance was brought in before, and not taken back."""
    rows = Transfer.objects.filter(estate=estate, entry__kind=ENTRY, credit__kind=Kind.PREPAID.value)
    rows = rows.filter(entry__reverses=None, entry__reversed_by=None)
    return {int(ref) for ref in rows.values_list("credit__ref", flat=True)}
