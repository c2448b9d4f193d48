"""Taking money: what is paid by which means, for what, in one go.

All cashiers of an estate wait for its receipt number from the moment that somebody takes one until he commits. So
everything is locked, checked, computed and looked up first, then comes the number, then what bears it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.audit.words import written
from guanjia.engine.events import emit
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Refused
from guanjia.work.billing.actions import late_charges, late_entry
from guanjia.work.cashier import accounts
from guanjia.work.cashier.actions.checks import refuse_gone, refuse_wrong_sums, refuse_wrong_uses
from guanjia.work.cashier.actions.points import Gift, gift_for, grant, spend_points
from guanjia.work.cashier.actions.receipts import let_off, take_number, taken, write_payment
from guanjia.work.cashier.actions.sessions import running_session
from guanjia.work.cashier.models import CashSession, Deposit, Payment, PaymentLine
from guanjia.work.cashier.rules import ZERO, Means
from guanjia.work.ledger.actions import (
    Draft,
    Move,
    Ref,
    account,
    addressed,
    post_all,
    sides_of,
    today,
)
from guanjia.work.ledger.models import Account, Charge
from guanjia.work.ledger.refusals import explained
from guanjia.work.ledger.rules import Kind, matched


@dataclass(frozen=True)
class Tendered:
    """An amount by one means; `given` is the cash put on the counter, when change goes back."""

    means: Means
    amount: Decimal
    reference: str = ""
    given: Decimal | None = None


@dataclass(frozen=True)
class Use:
    """What part of the money is for: the account credited, and what the receipt says."""

    to: Account | Ref
    amount: Decimal
    line: PaymentLine

    @property
    def charge(self) -> Charge | None:
        return self.line.charge


@dataclass
class Taking:
    """Everything about one payment while it is being taken; `late` are the late fees that it fixes."""

    actor: Actor
    now: datetime
    estate: Any
    session: CashSession | None
    customer: Any
    unit: Any
    payer: str
    channel: str
    note: str
    late: list[Charge] = field(default_factory=list)

    @cached_property
    def values(self) -> Parameters:
        return Parameters.of(self.estate, self.now)


def take_payment(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    tenders: Sequence[Tendered],
    charges: Sequence[tuple[Charge, Decimal]] = (),
    deposits: Sequence[Deposit] = (),
    prepay: Decimal = ZERO,
    rounding: Decimal = ZERO,
    with_late_fee: bool = False,
    customer: Any = None,
    unit: Any = None,
    payer: str = "",
    session: CashSession | None = None,
    channel: str = Payment.Channel.DESK,
    note: str = "",
    quoted_at: datetime | None = None,
    key: str = "",
) -> Payment:
    """Take money for charges (in full or part), deposits and an advance; `rounding` is what is let off (抹零).

    Tenders and rounding together are exactly what it is used for. Cash goes into the actor's own open shift. What has
    accrued as a late fee on these charges is fixed, as the payer was told it `quoted_at` (else now), and paid along
    with them if `with_late_fee`.
    Raises Refused (wrong sums, no shift, balance too small, rounding above the limit) or Stale (paid meanwhile).
    """
    require(actor, "cash.take")
    taking = Taking(actor, now, estate, session, customer, unit, payer, channel, note)

    def make() -> Payment:
        held = _lock(charges, deposits)
        refuse_wrong_uses(held, estate=estate, customer=customer, unit=unit, prepay=prepay, tenders=tenders)
        taking.late = _accrued(taking, held.values(), quoted_at or now)
        wanted = [(held[charge.pk], part) for charge, part in charges]
        wanted += [(fee, fee.amount) for fee in taking.late if with_late_fee]
        refuse_wrong_sums(tenders, charges=wanted, deposits=deposits, prepay=prepay, rounding=rounding)
        _refuse_too_much_let_off(taking, rounding)
        return _take(taking, tenders, _uses(taking, wanted, deposits, prepay), rounding)

    with explained(), transaction.atomic():
        return once(Payment, key=key, verb="payment.take", actor=actor, now=now, make=make)


def _accrued(taking: Taking, held: Iterable[Charge], at: datetime) -> list[Charge]:
    values = taking.values if at == taking.now else Parameters.of(taking.estate, at)
    on = today(taking.estate, taking.now)
    return late_charges(held, today(taking.estate, at), on=on, now=at, values=values)


def _lock(charges: Sequence[tuple[Charge, Decimal]], deposits: Sequence[Deposit]) -> dict[int, Charge]:
    """The charges as they are now, in the order in which everybody locks them."""
    wanted = Charge.objects.filter(pk__in=[charge.pk for charge, _part in charges])
    rows = wanted.select_for_update(no_key=True, of=("self",)).order_by("pk")
    held = {charge.pk: charge for charge in rows.select_related("tariff__payee")}
    if deposits:
        asked = Deposit.objects.filter(pk__in=[each.pk for each in deposits]).order_by("pk")
        refuse_gone(asked.select_for_update(no_key=True))
    return held


def _refuse_too_much_let_off(taking: Taking, rounding: Decimal) -> None:
    if rounding:
        most = Decimal(taking.values.value("cashier.rounding_limit")) / 100
        if not ZERO <= rounding <= most:
            raise Refused(_("抹零最多 %(most)s 元") % {"most": most}, field="rounding")


def _uses(
    taking: Taking,
    charges: Sequence[tuple[Charge, Decimal]],
    deposits: Sequence[Deposit],
    prepay: Decimal,
) -> list[Use]:
    kinds = PaymentLine.Kind
    uses = []
    for charge, part in charges:
        line = PaymentLine(kind=kinds.CHARGE, charge=charge, text=charge.text, amount=part)
        uses.append(Use(sides_of(charge.tariff, charge.kind)[0], part, line))
    for deposit in deposits:
        line = PaymentLine(kind=kinds.DEPOSIT, deposit=deposit, text=deposit.kind.name, amount=deposit.amount)
        uses.append(Use(account(taking.estate, *accounts.held(deposit)), deposit.amount, line))
    if prepay:
        line = PaymentLine(kind=kinds.PREPAID, text=written("预存"), amount=prepay)
        uses.append(Use(accounts.purse(customer=taking.customer, unit=taking.unit), prepay, line))
    return uses


def _take(taking: Taking, tenders: Sequence[Tendered], uses: list[Use], rounding: Decimal) -> Payment:
    if any(each.means == Means.CASH for each in tenders):
        taking.session = running_session(taking.actor, taking.session)
    points, spent = spend_points(taking, tenders)
    gift = gift_for(taking, tenders, [(use.charge, use.amount) for use in uses if use.charge])
    drafts = _drafts(taking, [*_moves(taking, tenders, uses, rounding), *spent], gift)
    for use in uses:
        if use.line.deposit_id:
            Deposit.objects.filter(pk=use.line.deposit_id).update(held_at=taking.now, account=use.to)
    who = {"actor": taking.actor, "now": taking.now}
    said = {"number": take_number(taking), "payer": taking.payer}
    entries = post_all(
        **who, estate=taking.estate, drafts=[replace(each, text=each.text % said) for each in drafts]
    )
    entry = next(each for each in entries if each.kind == "payment")
    lines = [*(use.line for use in uses), *let_off(rounding)]
    payment = write_payment(taking, tenders, lines, number=said["number"], entry=entry, points=points)
    if gift:
        text = written("缴费 %(number)s") % said
        grant(taking.now, taking.estate, taking.customer, gift=gift, text=text, payment=payment)
    record(**who, verb="payment.taken", of=payment)
    emit(taken(payment, uses))
    return payment


def _moves(taking: Taking, tenders: Sequence[Tendered], uses: list[Use], rounding: Decimal) -> list[Move]:
    whose = {"session": taking.session, "customer": taking.customer, "unit": taking.unit}
    sources = [(accounts.source(each.means, **whose), each.amount) for each in tenders]
    if rounding:
        sources.append((Ref(Kind.ROUNDING), rounding))
    pairs = matched(sources, [(use, use.amount) for use in uses])
    return [Move(source, use.to, part, charge=use.charge) for source, use, part in pairs]


def _drafts(taking: Taking, moves: list[Move], gift: Gift | None) -> list[Draft]:
    """The entries of this payment with all their accounts; their texts wait for the number."""
    drafts = [Draft("payment", written("收款 %(number)s %(payer)s"), moves)]
    if taking.late:
        drafts.insert(0, late_entry(taking.estate, taking.late, today(taking.estate, taking.now)))
    if gift:
        drafts.append(Draft("points", written("缴费 %(number)s"), gift.moves))
    return addressed(taking.estate, drafts)
