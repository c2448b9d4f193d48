"""What the pages of collection show around a debt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, Value

from guanjia.directory.people.models import Phone
from guanjia.directory.places.models import Building
from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor
from guanjia.work.billing.late import LateFee, late_fees_as_of
from guanjia.work.cashier.models import Payment
from guanjia.work.collection.actions.calling import Whom
from guanjia.work.collection.debts import Debt
from guanjia.work.collection.facts import charges_of
from guanjia.work.collection.models import Contact, Dunning
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge, Tariff

NONE = Decimal(0)


def with_late_fees(debts: list[Debt], *, now: datetime) -> list[Debt]:
    """Fill in the late fee as of today of each. About six statements for all."""
    charges = charges_of(debts)
    if debts:
        late = late_fees_as_of([one for ones in charges.values() for one in ones], debts[0].day, now=now)
        for debt in debts:
            ours = charges.get((debt.unit, debt.customer), [])
            debt.late_fee = sum((late.get(one.pk, LateFee()).due for one in ours), NONE)
    return debts


@dataclass(frozen=True)
class Choices:
    """What the list may be narrowed to."""

    buildings: list[tuple[int, str]]
    butlers: list[tuple[int, str]]
    tariffs: list[tuple[int, str]]


def choices_of(actor: Actor, estate: Any) -> Choices:
    """One statement for all three."""
    butlers = Staff.objects.visible_to(actor).filter(zones__estate=estate)
    tariffs = Tariff.objects.visible_to(actor).filter(Q(estate=estate) | Q(estate=None), retired_at=None)
    buildings = Building.objects.visible_to(actor).filter(estate=estate)
    every = [
        rows.order_by().annotate(sort=Value(sort)).values_list("sort", "pk", "name")
        for sort, rows in enumerate((buildings, butlers, tariffs))
    ]
    found: list[list[tuple[int, str]]] = [[], [], []]
    for sort, pk, name in every[0].union(*every[1:]).order_by("sort", "name"):
        found[sort].append((pk, name))
    return Choices(*found)


@dataclass
class Dues:
    """What one debtor owes now: (charge, its late fee), oldest first, and his numbers."""

    charges: list[tuple[Charge, Decimal]]
    phones: list[Phone]
    today: date

    @property
    def total(self) -> Decimal:
        return sum((one.outstanding + fee for one, fee in self.charges), NONE)

    @property
    def days(self) -> int:
        """Since the oldest was due."""
        return (self.today - self.charges[0][0].due_on).days if self.charges else 0


def dues_of(whom: Whom, *, actor: Actor, now: datetime) -> Dues:
    """The charges past their day with late fees, and the telephone numbers. Six statements."""
    day = today(whom.estate, now)
    keys = whom.unit.pk if whom.unit else 0, whom.customer.pk if whom.customer else 0
    debt = Debt(whom.estate.pk, day, *keys, n=0, total=NONE, oldest=day, bands=(), room="", name="")
    charges = charges_of([debt]).get(keys, [])
    late = late_fees_as_of(charges, day, now=now)
    phones = Phone.objects.visible_to(actor).filter(customer=whom.customer, retired_at=None)
    return Dues(
        [(one, late.get(one.pk, LateFee()).due) for one in charges],
        list(phones.order_by("-is_primary", "pk")) if whom.customer else [],
        day,
    )


@dataclass
class Story:
    """What was said, promised (with its state), sent and paid."""

    contacts: list[tuple[Contact, str]]
    dunnings: list[Dunning]
    payments: list[Payment]


def story_of(whom: Whom, *, actor: Actor, now: datetime) -> Story:
    """Three statements."""
    ours: dict[str, Any] = {"estate": whom.estate, "unit": whom.unit, "customer": whom.customer}
    paid, day = Q(unit=whom.unit) if whom.unit else Q(customer=whom.customer), today(whom.estate, now)
    contacts = Contact.objects.visible_to(actor).filter(**ours).select_related("by", "case", "promise")
    return Story(
        [
            (one, one.promise.state(day) if hasattr(one, "promise") else "")
            for one in contacts.order_by("-at")[:20]
        ],
        list(Dunning.objects.visible_to(actor).filter(**ours).order_by("-at")[:20]),
        list(
            Payment.objects.visible_to(actor)
            .filter(paid, estate=whom.estate, voided_at=None)
            .order_by("-at")[:5]
        ),
    )


def charges_by_id(actor: Actor, ids: Iterable[int]) -> dict[int, Charge]:
    rows = (
        Charge.objects.visible_to(actor).filter(pk__in=list(ids)).select_related("unit", "customer", "tariff")
    )
    return rows.defer("basis").in_bulk()
