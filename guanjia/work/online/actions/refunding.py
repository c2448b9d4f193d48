"""Money goes back the way it came. The books have given it back already; here the provider is asked to send it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guanjia.channels.wallets.opening import open_wallet
from guanjia.channels.wallets.port import Declined, Notified
from guanjia.channels.wallets.rules import to_fen, to_yuan
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused
from guanjia.work.online.actions.differing import found, note_of
from guanjia.work.online.events import RefundAsked
from guanjia.work.online.models import Difference, OnlineOrder, OnlineRefund

State, Kind = OnlineRefund.State, Difference.Kind


@transaction.atomic
def ask_refund(
    *,
    now: datetime,
    order: OnlineOrder,
    amount: Decimal,
    reason: str,
    refund: Any = None,
    transaction_id: str = "",
) -> OnlineRefund:
    """Note what the provider is to send back; a job of the same transaction asks. Raises Refused beyond what came.

    `transaction_id` names the payment when it is a second one of the order.
    """
    order = OnlineOrder.objects.select_for_update().get(pk=order.pk)
    payment = transaction_id or order.transaction_id
    asked = order.refunds.filter(transaction_id=payment).exclude(state=State.FAILED)
    if sum(asked.values_list("amount", flat=True), amount) > _came(order, payment):
        raise Refused(_("退款超过这笔线上支付实到的金额"), field="amount")
    made = OnlineRefund.objects.create(
        company_id=order.company_id,
        estate_id=order.estate_id,
        order=order,
        refund=refund,
        transaction_id=payment,
        refund_no=f"R{order.out_trade_no}{order.refunds.count() + 1:02}",
        amount=amount,
        reason=reason[:200],
        asked_at=now,
    )
    emit(RefundAsked(made.pk, made.company_id))
    return made


def _came(order: OnlineOrder, transaction_id: str) -> Decimal:
    """How much one payment of the order brought."""
    if transaction_id == order.transaction_id:
        return order.received or Decimal(0)
    return order.differences.get(kind=Kind.TWICE, transaction_id=transaction_id).theirs


def send_refund(*, now: datetime, refund: OnlineRefund) -> OnlineRefund:
    """Ask the provider to send it, once per number. A refusal becomes a difference; Unavailable goes on to the job."""
    if refund.state != State.WAITING:
        return refund
    order = refund.order
    wallet = open_wallet(company_id=order.company_id, provider=order.provider, now=now)
    try:
        arrived = wallet.refund(
            out_trade_no=order.out_trade_no,
            transaction_id=refund.transaction_id,
            refund_no=refund.refund_no,
            fen=to_fen(refund.amount),
            total=to_fen(_came(order, refund.transaction_id)),
            reason=refund.reason,
        )
    except Declined as no:
        return _fail(refund, str(no), now=now)
    return _arrive(refund, now=now) if arrived else refund


def follow_refund(*, now: datetime, refund: OnlineRefund) -> OnlineRefund:
    """Whether one that was on its way has arrived. Raises Unavailable."""
    order = refund.order
    wallet = open_wallet(company_id=order.company_id, provider=order.provider, now=now)
    try:
        arrived = wallet.refunded(
            out_trade_no=order.out_trade_no,
            transaction_id=refund.transaction_id,
            refund_no=refund.refund_no,
        )
    except Declined as no:
        return _fail(refund, str(no), now=now)
    return _arrive(refund, now=now) if arrived else refund


def refund_arrived(order: OnlineOrder, told: Notified, *, now: datetime) -> None:
    """The provider says so. A refund that we never asked for is a difference."""
    refund = order.refunds.filter(refund_no=told.refund_no).first()
    if refund is None or refund.amount != to_yuan(told.fen):
        note_of(
            order, Kind.REFUND, now=now, day=now, transaction_id=told.transaction_id, refund_no=told.refund_no,
            ours=refund.amount if refund else None, theirs=to_yuan(told.fen),
        )  # fmt: skip
        return
    _arrive(refund, now=now)
    if told.paid_at:
        OnlineRefund.objects.filter(pk=refund.pk).update(done_at=told.paid_at)


@transaction.atomic
def _arrive(refund: OnlineRefund, *, now: datetime) -> OnlineRefund:
    order = OnlineOrder.objects.select_for_update().get(pk=refund.order_id)
    if (
        not OnlineRefund.objects.filter(pk=refund.pk)
        .exclude(state=State.DONE)
        .update(state=State.DONE, done_at=now)
    ):
        return refund
    if refund.transaction_id == order.transaction_id:
        OnlineOrder.objects.filter(pk=order.pk).update(refunded=F("refunded") + refund.amount)
        if order.refunded + refund.amount == order.received:
            OnlineOrder.objects.filter(pk=order.pk).update(state=OnlineOrder.State.REFUNDED)
    reason = _("渠道已退款到账")
    found(order, Kind.REFUND_FAILED, Kind.REFUND, refund_no=refund.refund_no, reason=reason, now=now)
    refund.refresh_from_db()
    return refund


@transaction.atomic
def _fail(refund: OnlineRefund, why: str, *, now: datetime) -> OnlineRefund:
    refund.state, refund.error = State.FAILED, why[:200]
    refund.save(update_fields=["state", "error"])
    note_of(
        refund.order, Kind.REFUND_FAILED, now=now, day=now, refund_no=refund.refund_no, ours=refund.amount,
        note=refund.error,
    )  # fmt: skip
    return refund
