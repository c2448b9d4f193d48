"""What a person or home owes and has, and what happened in a shift."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Subquery, Sum

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.work.cashier.accounts import holder
from guanjia.work.cashier.models import (
    CashSession,
    Deposit,
    DepositAct,
    Payment,
    PointsGrant,
    Refund,
    Tender,
)
from guanjia.work.cashier.rules import LONGEST_SHIFT
from guanjia.work.ledger.models import Account, Charge
from guanjia.work.ledger.rules import Kind


@dataclass(frozen=True)
class Owed:
    """Everything to be settled with one payer, of all homes he owns or rents in the estate. Balances: see there."""

    charges: list[Charge]
    deposits: list[Deposit]
    held: list[Deposit]
    prepaid: Decimal
    points: int
    points_end: tuple[int, date] | None
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
    has = balances(actor, estate=estate, customer=customer, unit=unit, today=today)
    return Owed(
        charges=list(charges.select_related("tariff", "unit__building").oldest_first()),
        deposits=[each for each in mine if not each.held_at],
        held=[each for each in mine if each.held_at],
        prepaid=has.prepaid,
        points=has.points,
        points_end=has.points_end,
        units=units,
    )


@dataclass(frozen=True)
class Balances:
    """Prepaid yuan and points of a payer; `points_end`: how many of the points run out first, and their last day."""

    prepaid: Decimal = Decimal(0)
    points: int = 0
    points_end: tuple[int, date] | None = None


def balances(
    actor: Actor, *, estate: Any, customer: Customer | None, unit: Unit | None, today: date
) -> Balances:
    """What a payer has. One statement."""
    if customer is None and unit is None:
        return Balances()
    rows = Account.objects.visible_to(actor).filter(
        estate=estate, ref=holder(customer=customer, unit=unit), kind__in=[Kind.PREPAID, Kind.POINTS]
    )
    live = PointsGrant.objects.filter(estate=estate, customer=customer, left__gt=0, expires_on__gte=today)
    days = live.values("expires_on").annotate(points=Sum("left")).order_by("expires_on")
    rows = rows.annotate(
        ending=Subquery(days.values("points")[:1]), last_day=Subquery(days.values("expires_on")[:1])
    )
    found = {row.kind: row for row in rows}
    prepaid, points = found.get(Kind.PREPAID), found.get(Kind.POINTS)
    return Balances(
        prepaid=prepaid.balance if prepaid else Decimal(0),
        points=int(points.balance) if points else 0,
        points_end=(points.ending, points.last_day) if points and points.last_day else None,
    )


def left_open(actor: Actor, *, now: datetime) -> QuerySet[CashSession]:
    """Shifts that nobody has closed for more than a day, the oldest first."""
    rows = CashSession.objects.visible_to(actor).filter(closed_at=None, opened_at__lt=now - LONGEST_SHIFT)
    return rows.select_related("cashier", "till", "estate").order_by("opened_at")


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
