"""Taking money: what is paid by which means, for what, in one entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.events import emit
from guanjia.engine.numbering.models import next_number
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Refused
from guanjia.work.billing.actions import fix_late_fees
from guanjia.work.cashier import accounts
from guanjia.work.cashier.actions.checks import refuse_gone, refuse_wrong_sums, refuse_wrong_uses
from guanjia.work.cashier.actions.points import gift_for, give_for, spend_points
from guanjia.work.cashier.actions.sessions import running_session
from guanjia.work.cashier.events import PaymentTaken
from guanjia.work.cashier.models import CashSession, Deposit, Payment, PaymentLine, Tender
from guanjia.work.cashier.rules import ZERO, Means
from guanjia.work.ledger.actions import Move, account, post, sides, today
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

    to: Account
    amount: Decimal
    line: PaymentLine
    charge: Charge | None = None


@dataclass
class Taking:
    """Everything about one payment while it is being taken."""

    actor: Actor
    now: datetime
    estate: Any
    session: CashSession | None
    customer: Any
    unit: Any
    payer: str
    channel: str
    note: str


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
    key: str = "",
) -> Payment:
    """Take money for charges (in full or part), deposits and an advance; `rounding` is what is let off (抹零).

    Tenders and rounding together are exactly what it is used for. Cash goes into the actor's own open shift. What has
    accrued as a late fee on these charges is fixed, and paid along with them if `with_late_fee`.
    Raises Refused (wrong sums, no shift, balance too small, rounding above the limit) or Stale (paid meanwhile).
    """
    require(actor, "cash.take")
    taking = Taking(actor, now, estate, session, customer, unit, payer, channel, note)

    def make() -> Payment:
        fixed = fix_late_fees(actor=actor, now=now, charges=[charge for charge, _part in charges])
        wanted = [*charges, *((fee, fee.amount) for fee in fixed if with_late_fee)]
        refuse_wrong_sums(tenders, charges=wanted, deposits=deposits, prepay=prepay, rounding=rounding)
        _refuse_too_much_let_off(estate, rounding, now)
        held = _lock(wanted, deposits)
        refuse_wrong_uses(held, estate=estate, customer=customer, unit=unit, prepay=prepay, tenders=tenders)
        uses = _uses(taking, held, [(held[charge.pk], part) for charge, part in wanted], deposits, prepay)
        return _take(taking, tenders, uses, rounding)

    with explained(), transaction.atomic():
        return once(Payment, key=key, verb="payment.take", actor=actor, now=now, make=make)


def _lock(charges: Sequence[tuple[Charge, Decimal]], deposits: Sequence[Deposit]) -> dict[int, Charge]:
    """The charges as they are now, in the order in which everybody locks them."""
    wanted = Charge.objects.filter(pk__in=[charge.pk for charge, _part in charges])
    rows = wanted.select_for_update(no_key=True, of=("self",)).order_by("pk")
    held = {charge.pk: charge for charge in rows.select_related("tariff__payee", "estate")}
    asked = Deposit.objects.filter(pk__in=[each.pk for each in deposits]).order_by("pk")
    refuse_gone(asked.select_for_update(no_key=True))
    return held


def _refuse_too_much_let_off(estate: Any, rounding: Decimal, now: datetime) -> None:
    if rounding:
        most = Decimal(Parameters.of(estate, now).value("cashier.rounding_limit")) / 100
        if not ZERO <= rounding <= most:
            raise Refused(_("抹零最多 %(most)s 元") % {"most": most}, field="rounding")


def _uses(
    taking: Taking,
    held: dict[int, Charge],
    charges: Sequence[tuple[Charge, Decimal]],
    deposits: Sequence[Deposit],
    prepay: Decimal,
) -> list[Use]:
    fees = {(charge.tariff_id, charge.kind): charge for charge, _part in charges}
    owed = {fee: sides(taking.estate, charge.tariff, charge.kind)[0] for fee, charge in fees.items()}
    uses = [
        Use(
            owed[charge.tariff_id, charge.kind],
            part,
            PaymentLine(kind=PaymentLine.Kind.CHARGE, charge=charge, text=charge.text, amount=part),
            charge,
        )
        for charge, part in charges
    ]
    for deposit in deposits:
        line = PaymentLine(
            kind=PaymentLine.Kind.DEPOSIT, deposit=deposit, text=deposit.kind.name, amount=deposit.amount
        )
        uses.append(Use(accounts.held(deposit), deposit.amount, line))
    if prepay:
        line = PaymentLine(kind=PaymentLine.Kind.PREPAID, text=_("预存"), amount=prepay)
        to = accounts.purse(taking.estate, customer=taking.customer, unit=taking.unit)
        uses.append(Use(to, prepay, line))
    return uses


def _take(taking: Taking, tenders: Sequence[Tendered], uses: list[Use], rounding: Decimal) -> Payment:
    if any(each.means == Means.CASH for each in tenders):
        taking.session = running_session(taking.actor, taking.session)
    sources = [(_source(taking, each), each.amount) for each in tenders]
    if rounding:
        sources.append((account(taking.estate, Kind.ROUNDING), rounding))
    pairs = matched(sources, [(use, use.amount) for use in uses])
    moves = [Move(source, use.to, part, charge=use.charge) for source, use, part in pairs]
    points, spent = spend_points(taking, tenders)
    gift = gift_for(taking, tenders, [(use.charge, use.amount) for use in uses if use.charge])
    number = _number(taking)
    entry = post(
        actor=taking.actor,
        now=taking.now,
        estate=taking.estate,
        kind="payment",
        text=_("收款 %(number)s %(payer)s") % {"number": number, "payer": taking.payer},
        moves=[*moves, *spent],
    )
    payment = _write(taking, tenders, uses, rounding, number=number, entry=entry, points=points)
    _hold(uses, now=taking.now)
    if gift:
        give_for(payment, gift, taking)
    record(actor=taking.actor, now=taking.now, verb="payment.taken", of=payment)
    emit(_taken(payment, uses))
    return payment


def _source(taking: Taking, tendered: Tendered) -> Account:
    return accounts.source(
        taking.estate,
        tendered.means,
        session=taking.session,
        customer=taking.customer,
        unit=taking.unit,
    )


def _write(
    taking: Taking,
    tenders: Sequence[Tendered],
    uses: list[Use],
    rounding: Decimal,
    *,
    number: str,
    entry: Any,
    points: int,
) -> Payment:
    home = {"company_id": taking.estate.company_id, "estate_id": taking.estate.pk}
    payment = Payment.objects.create(
        **home,
        number=number,
        channel=taking.channel,
        session=taking.session,
        unit=taking.unit,
        customer=taking.customer,
        payer=taking.payer or str(taking.customer or taking.unit or ""),
        amount=sum((each.amount for each in tenders), ZERO),
        at=taking.now,
        on=entry.on,
        by_id=taking.actor.pk,
        by_name=taking.actor.name,
        note=taking.note,
        entry=entry,
    )
    Tender.objects.bulk_create(
        Tender(
            **home,
            payment=payment,
            means=each.means.value,
            amount=each.amount,
            given=each.given,
            reference=each.reference,
            points=points if each.means == Means.POINTS else 0,
        )
        for each in tenders
    )
    lines = [use.line for use in uses]
    if rounding:
        lines.append(PaymentLine(kind=PaymentLine.Kind.ROUNDING, text=_("抹零"), amount=-rounding))
    for line in lines:
        line.payment, line.company_id, line.estate_id = payment, home["company_id"], home["estate_id"]
    PaymentLine.objects.bulk_create(lines)
    return payment


def _hold(uses: list[Use], *, now: datetime) -> None:
    for use in uses:
        if use.line.deposit_id:
            Deposit.objects.filter(pk=use.line.deposit_id).update(held_at=now, account=use.to)


def _taken(payment: Payment, uses: list[Use]) -> PaymentTaken:
    return PaymentTaken(
        payment_id=payment.pk,
        company_id=payment.company_id,
        estate_id=payment.estate_id,
        charge_ids=tuple(use.charge.pk for use in uses if use.charge),
        deposit_ids=tuple(use.line.deposit_id for use in uses if use.line.deposit_id),
        at=payment.at,
    )


def _number(taking: Taking) -> str:
    """Gapless per estate and year: taken late, so that nobody waits longer than he must."""
    year = f"{today(taking.estate, taking.now):%y}"
    number = next_number(
        company_id=taking.estate.company_id, estate_id=taking.estate.pk, kind="receipt", period=year
    )
    return f"SJ{year}-{number:06}"
