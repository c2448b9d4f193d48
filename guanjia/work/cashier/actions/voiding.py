"""Taking a payment back inside the shift, and printing receipts."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import may
from guanjia.engine.audit.trail import change, record
from guanjia.engine.audit.words import written
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cashier.actions.points import take_back
from guanjia.work.cashier.events import PaymentUndone
from guanjia.work.cashier.models import Deposit, Payment
from guanjia.work.ledger.actions import reverse
from guanjia.work.ledger.refusals import explained


def void_payment(*, actor: Actor, now: datetime, payment: Payment, reason: str) -> Payment:
    """Undo a payment of the running shift; its number stays, marked as void.

    Raises Refused after the shift (then it is a refund), Stale when it was undone before.
    """
    require(actor, "cash.take")
    with explained(), transaction.atomic():
        payment = locked_payment(payment, actor)
        _refuse_void(payment, actor, reason)
        reverse(actor=actor, now=now, entry=payment.entry, text=f"{written('作废')} {payment.number}")
        Deposit.objects.filter(payment_lines__payment=payment).update(held_at=None)
        take_back(payment, actor=actor, now=now)
        with change(payment, actor=actor, now=now, verb="payment.voided"):
            payment.voided_at, payment.voided_by_id, payment.void_reason = now, actor.pk, reason.strip()
        emit(undone(payment, now))
    return payment


@transaction.atomic
def print_receipt(*, actor: Actor, now: datetime, payment: Payment) -> Payment:
    """Count a print: from the second on the paper says that it is a copy."""
    require(actor, "money.view")
    Payment.objects.visible_to(actor).filter(pk=payment.pk).update(prints=F("prints") + 1)
    payment.refresh_from_db(fields=["prints"])
    if payment.is_reprint:
        record(actor=actor, now=now, verb="receipt.reprinted", of=payment, after={"prints": payment.prints})
    return payment


def locked_payment(payment: Payment, actor: Actor) -> Payment:
    rows = Payment.objects.select_for_update(no_key=True, of=("self",)).visible_to(actor)
    return rows.select_related("session", "estate", "entry", "customer", "unit").get(pk=payment.pk)


def undone(payment: Payment, now: datetime) -> PaymentUndone:
    charges = payment.lines.filter(charge__isnull=False).values_list("charge_id", flat=True)
    return PaymentUndone(payment.pk, payment.company_id, payment.estate_id, tuple(charges), now)


def _refuse_void(payment: Payment, actor: Actor, reason: str) -> None:
    session = payment.session
    if payment.voided_at:
        raise Stale(_("这张收据已经作废"))
    if session is None or session.closed_at or payment.refunded:
        raise Refused(_("只能作废本班次内、未退款的收款；其他情况请走退款"), code="too_late")
    if payment.refunds.filter(paid_at=None, refused_at=None).exists():
        raise Refused(_("这张收据还有一张退款单未办完，请先驳回退款单，再作废收据"), code="pending")
    if session.cashier_id != actor.pk and not may(actor, "cash.supervise"):
        raise Refused(_("只能作废自己班次的收款，或请主管作废"))
    if not reason.strip():
        raise Refused(_("请填写作废原因"), field="reason")
