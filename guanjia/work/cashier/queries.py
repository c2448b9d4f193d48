"""What a person or home owes and has, and what happened in a shift."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.work.cashier.accounts import holder
from guanjia.work.cashier.models import CashSession, Deposit, DepositAct, Payment, Refund, Tender
from guanjia.work.ledger.models import Account, Charge
from guanjia.work.ledger.rules import Kind


@dataclass(frozen=True)
class Owed:
    """Everything to be settled with one payer: of all homes he owns or rents in the estate."""

    charges: list[Charge]
    deposits: list[Deposit]
    held: list[Deposit]
    prepaid: Decimal
    points: int
    units: list[Unit]


def homes_of(actor: Actor, *, estate: Any, customer: Customer, today: date) -> list[Unit]:
    """The homes a person has as owner or tenant today."""
    now = Q(until=None) | Q(until__gte=today)
    own = Occupancy.objects.visible_to(actor).filter(
        now, customer=customer, estate=estate, role__in=["owner", "tenant"], retired_at=None
    )
    return list(
        Unit.objects.visible_to(actor)
        .filter(pk__in=own.values("unit"))
        .select_related("building", "estate")
        .order_by("sort_key")
    )


def owed(
    actor: Actor,
    *,
    estate: Any,
    customer: Customer | None,
    unit: Unit | None,
    today: date,
    homes: list[Unit] | None = None,
) -> Owed:
    """What the desk shows for a payer: charges oldest first, deposits to be paid and held, balances. `homes` are the
    customer's, if the caller knows them.
    """
    units = [unit] if unit is not None else []
    if customer is not None:
        known = homes_of(actor, estate=estate, customer=customer, today=today) if homes is None else homes
        units += [each for each in known if each not in units]
    whose = Q(unit__in=units)
    if customer is not None:
        whose |= Q(customer=customer)
    charges = Charge.objects.visible_to(actor).open().filter(whose, estate=estate)
    deposits = Deposit.objects.visible_to(actor).filter(
        whose, estate=estate, dropped_at=None, returned_at=None
    )
    mine = list(deposits.select_related("kind", "account", "unit__building").order_by("asked_at"))
    prepaid, points = balances(actor, estate=estate, customer=customer, unit=unit)
    return Owed(
        charges=list(charges.select_related("tariff", "unit__building").oldest_first()),
        deposits=[each for each in mine if not each.held_at],
        held=[each for each in mine if each.held_at],
        prepaid=prepaid,
        points=int(points),
        units=units,
    )


def balances(
    actor: Actor, *, estate: Any, customer: Customer | None, unit: Unit | None
) -> tuple[Decimal, Decimal]:
    """(prepaid yuan, points) of a payer."""
    if customer is None and unit is None:
        return Decimal(0), Decimal(0)
    ref = holder(customer=customer, unit=unit)
    rows = Account.objects.visible_to(actor).filter(estate=estate, ref=ref)
    found = dict(rows.filter(kind__in=[Kind.PREPAID.value, Kind.POINTS.value]).values_list("kind", "balance"))
    return found.get(Kind.PREPAID.value, Decimal(0)), found.get(Kind.POINTS.value, Decimal(0))


@dataclass(frozen=True)
class SessionReport:
    """The daily report (收银日报) of one shift, for the paper that both sign."""

    session: CashSession
    means: list[dict[str, Any]]
    receipts: int
    first: str
    last: str
    voided: list[Payment]
    refunds: list[Refund]
    returned: list[DepositAct]
    total: Decimal


def session_report(session: CashSession) -> SessionReport:
    """Takings by means, range of receipts, what was voided, refunded and returned."""
    good = Payment.objects.filter(session=session, voided_at=None)
    means = Tender.objects.filter(payment__in=good).values("means").order_by("means")
    every = Payment.objects.filter(session=session).aggregate(
        n=Count("id"), first=Min("number"), last=Max("number")
    )
    return SessionReport(
        session=session,
        means=list(means.annotate(amount=Sum("amount"), number=Count("id"))),
        receipts=every["n"],
        first=every["first"] or "",
        last=every["last"] or "",
        voided=list(Payment.objects.filter(session=session).exclude(voided_at=None).order_by("number")),
        refunds=list(Refund.objects.filter(session=session).select_related("payment")),
        returned=list(DepositAct.objects.filter(session=session).select_related("deposit__kind")),
        total=good.aggregate(total=Sum("amount", default=Decimal(0)))["total"],
    )
