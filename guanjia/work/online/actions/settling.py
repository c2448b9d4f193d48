"""Money of an order comes in and is booked, whatever happened meanwhile."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from guanjia.channels.wallets.opening import providers
from guanjia.channels.wallets.port import Notified
from guanjia.channels.wallets.rules import to_yuan
from guanjia.engine.access import system
from guanjia.engine.audit.words import written
from guanjia.engine.events import emit
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Refused
from guanjia.work.billing.late import late_fees_as_of
from guanjia.work.cashier.actions import Tendered, take_payment
from guanjia.work.cashier.models import Payment
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge
from guanjia.work.ledger.rules import spread
from guanjia.work.online.actions.differing import note_of, to_suspense
from guanjia.work.online.events import OnlineSettled
from guanjia.work.online.models import Difference, OnlineOrder
from guanjia.work.online.rules import day_of

State, Kind = OnlineOrder.State, Difference.Kind
ZERO = Decimal("0.00")


def receive(order: OnlineOrder, told: Notified, *, now: datetime) -> None:
    """The locked order was paid. Told again nothing changes; a second payment, a wrong amount or one that cannot be
    booked goes to suspense with a difference, never silently anywhere else.
    """
    if _was_told(order, told.transaction_id):
        return
    came, paid_at = to_yuan(told.fen), told.paid_at or now
    if order.transaction_id:
        _put_aside(order, Kind.TWICE, came, told.transaction_id, paid_at=paid_at, now=now)
        return
    order.transaction_id, order.received, order.paid_at = told.transaction_id, came, paid_at
    if came != order.amount:
        _put_aside(order, Kind.AMOUNT, came, told.transaction_id, paid_at=paid_at, now=now)
        order.state = State.MISMATCH
    else:
        _book_or_put_aside(order, paid_at=paid_at, now=now)
    order.save(update_fields=["transaction_id", "received", "paid_at", "state", "payment"])
    signal(
        topic="online.order",
        company_id=order.company_id,
        estate_id=order.estate_id,
        order=order.pk,
        state=order.state,
    )
    emit(OnlineSettled(order.pk, order.company_id, order.estate_id, order.payment_id, now))


def _was_told(order: OnlineOrder, transaction_id: str) -> bool:
    """Whether this payment of the order is in the books already: as its own, or as a second one put aside."""
    if not order.transaction_id or order.transaction_id == transaction_id:
        return order.transaction_id == transaction_id
    return order.differences.filter(kind=Kind.TWICE, transaction_id=transaction_id).exists()


def means_of(order: OnlineOrder) -> Means:
    return Means(providers()[order.provider].means)


def _book_or_put_aside(order: OnlineOrder, *, paid_at: datetime, now: datetime) -> None:
    try:
        with transaction.atomic():
            order.payment = _book(order, now=now)
        order.state = State.PAID
    except Refused as no:
        order.payment, order.state = None, State.MISMATCH
        _put_aside(
            order, Kind.NOT_BOOKED, order.amount, order.transaction_id, paid_at=paid_at, now=now, why=str(no)
        )


def _book(order: OnlineOrder, *, now: datetime) -> Payment:
    chosen = sum((line.amount for line in order.lines.all()), ZERO)
    parts, rest = still_owed(order, order.amount)
    return book(
        order, now=now, parts=parts, rest=rest, note=_note(order, rest - (order.amount - chosen), now)
    )


def still_owed(order: OnlineOrder, amount: Decimal) -> tuple[list[tuple[Charge, Decimal]], Decimal]:
    """How this amount lies on the chosen charges as far as they are still owed, and what is left for an advance. What
    was paid elsewhere meanwhile is not paid again. Locks the charges.
    """
    chosen = {line.charge_id: line.amount for line in order.lines.all()}
    rows = Charge.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=chosen).order_by("pk")
    rows = rows.select_related("tariff")
    owed = [(charge, min(chosen[charge.pk], charge.outstanding)) for charge in rows]
    parts = list(spread(amount, owed))
    return parts, amount - sum((part for _charge, part in parts), ZERO)


def book(
    order: OnlineOrder, *, now: datetime, parts: list[tuple[Charge, Decimal]], rest: Decimal, note: str
) -> Payment:
    """The receipt of an order: charges, the late fee on them as quoted where the rest covers it, and an advance of the
    payer. Once per transaction.
    """
    asked = order.opened_at
    accrued = late_fees_as_of([charge for charge, _part in parts], today(order.estate, asked), now=asked)
    fee = sum((each.due for each in accrued.values()), ZERO)
    is_covered = ZERO < fee <= min(rest, order.late_fee)
    return take_payment(
        actor=system(order.company_id),
        now=now,
        estate=order.estate,
        tenders=[
            Tendered(means_of(order), sum((part for _charge, part in parts), rest), order.transaction_id)
        ],
        charges=parts,
        prepay=rest - fee if is_covered else rest,
        with_late_fee=is_covered,
        quoted_at=asked if is_covered else None,
        customer=order.customer,
        unit=order.unit,
        payer=order.payer,
        channel=Payment.Channel.ONLINE,
        note=note,
        key=f"online:{order.pk}",
    )


def _note(order: OnlineOrder, late: Decimal, now: datetime) -> str:
    words = [written("线上订单 %(number)s") % {"number": order.out_trade_no}]
    if order.paid_at and day_of(order.paid_at) != day_of(now):
        words.append(written("%(day)s 支付") % {"day": day_of(order.paid_at).isoformat()})
    if late:
        words.append(written("其中 %(late)s 元对应的费用已在别处缴清，转入预存") % {"late": late})
    return "；".join(words)


def _put_aside(
    order: OnlineOrder,
    kind: str,
    came: Decimal,
    transaction_id: str,
    *,
    paid_at: datetime,
    now: datetime,
    why: str = "",
) -> None:
    text = written("线上订单 %(number)s 待查") % {"number": order.out_trade_no}
    entry = to_suspense(
        actor=system(order.company_id),
        now=now,
        estate=order.estate,
        means=means_of(order),
        amount=came,
        text=text,
    )
    note_of(
        order, kind, now=now, day=paid_at, transaction_id=transaction_id, ours=order.amount, theirs=came,
        entry=entry, note=why[:200],
    )  # fmt: skip
