"""Invoice requests: asked for, exported as a list, noted when the tax system has issued them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cashier.actions.voiding import locked_payment
from guanjia.work.cashier.models import InvoiceRequest, Payment, PaymentLine
from guanjia.work.cashier.rules import ZERO


def request_invoice(
    *,
    actor: Actor,
    now: datetime,
    payment: Payment,
    title: str,
    tax_number: str = "",
    email: str = "",
    key: str = "",
) -> InvoiceRequest:
    """An invoice for the fees of one receipt (deposits and advances get none). Raises Refused when there is one."""
    require(actor, "cash.take")

    def make() -> InvoiceRequest:
        held = locked_payment(payment, actor)
        before, amount = InvoiceRequest.objects.filter(payment=held).first(), left_of(held)
        _refuse(held, before, title=title, amount=amount)
        request = before or InvoiceRequest(company_id=held.company_id, estate_id=held.estate_id, payment=held)
        request.title, request.tax_number, request.email = title.strip(), tax_number.strip(), email.strip()
        request.amount, request.requested_at, request.requested_by_id = amount, now, actor.pk
        request.cancelled_at = request.exported_at = None
        request.save()
        record(actor=actor, now=now, verb="invoice.requested", of=request)
        return request

    with transaction.atomic():
        return once(InvoiceRequest, key=key, verb="invoice.request", actor=actor, now=now, make=make)


def left_of(payment: Payment) -> Decimal:
    """The fees of a receipt that were not given back."""
    fees = payment.lines.filter(kind__in=[PaymentLine.Kind.CHARGE, PaymentLine.Kind.ROUNDING])
    return sum((line.amount - line.refunded for line in fees), ZERO)


def follow_receipt(*, payment: Payment, now: datetime) -> None:
    """A receipt was taken back or refunded: a request that has not gone out yet is for what is left of it."""
    waiting = InvoiceRequest.objects.filter(payment=payment, exported_at=None, cancelled_at=None)
    waiting, amount = waiting.filter(issued_number=""), left_of(payment)
    if payment.voided_at or amount <= 0:
        waiting.update(cancelled_at=now)
    else:
        waiting.update(amount=amount)


@transaction.atomic
def export_invoices(*, actor: Actor, now: datetime, requests: Iterable[InvoiceRequest]) -> int:
    """Mark as given to the tax system; returns how many were new."""
    require(actor, "export.lists")
    fresh = InvoiceRequest.objects.visible_to(actor).filter(
        pk__in=[each.pk for each in requests], exported_at=None, cancelled_at=None
    )
    return fresh.update(exported_at=now)


@transaction.atomic
def note_issued(*, actor: Actor, now: datetime, request: InvoiceRequest, number: str) -> InvoiceRequest:
    """The tax system's number."""
    require(actor, "cash.take")
    if not number.strip():
        raise Refused(_("请填写发票号码"), field="number")
    with change(request, actor=actor, now=now, verb="invoice.issued"):
        request.issued_number = number.strip()
    return request


@transaction.atomic
def cancel_invoice(*, actor: Actor, now: datetime, request: InvoiceRequest) -> InvoiceRequest:
    """Not wanted any more. Raises Stale when it is issued."""
    require(actor, "cash.take")
    request = InvoiceRequest.objects.visible_to(actor).select_for_update().get(pk=request.pk)
    if request.issued_number:
        raise Stale(_("发票已开具，请在税务系统红冲"))
    with change(request, actor=actor, now=now, verb="invoice.cancelled"):
        request.cancelled_at = now
    return request


def _refuse(payment: Payment, before: InvoiceRequest | None, *, title: str, amount: Decimal) -> None:
    if payment.voided_at or amount <= 0:
        raise Refused(_("作废、已退款或只有押金、预存的收据不能开票"))
    if not title.strip():
        raise Refused(_("请填写发票抬头"), field="title")
    if before and not before.cancelled_at:
        raise Refused(_("这张收据已申请过开票"), code="invoiced")
