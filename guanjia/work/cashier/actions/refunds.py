"""Refunds: asked for, approved by another, paid back the way the money came."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.audit.words import written
from guanjia.engine.events import emit
from guanjia.engine.numbering.models import next_number
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cashier import accounts
from guanjia.work.cashier.actions.points import return_points
from guanjia.work.cashier.actions.sessions import running_session
from guanjia.work.cashier.actions.voiding import locked_payment, undone
from guanjia.work.cashier.events import MoneyGivenBack
from guanjia.work.cashier.models import CashSession, Payment, PaymentLine, Refund, RefundPart, Tender
from guanjia.work.cashier.rules import ZERO, Means, give_back
from guanjia.work.ledger.actions import Move, Ref, post, sides_of, today
from guanjia.work.ledger.refusals import explained
from guanjia.work.ledger.rules import Kind, matched


def request_refund(
    *,
    actor: Actor,
    now: datetime,
    payment: Payment,
    parts: Mapping[PaymentLine, Decimal],
    reason: str,
    key: str = "",
) -> Refund:
    """Ask for lines of a receipt to be given back, in part or in full. Deposits go by `return_deposit`.

    Raises Refused for wrong amounts, a void receipt, or while another refund of it is waiting.
    """
    require(actor, "cash.take")

    def make() -> Refund:
        held = locked_payment(payment, actor)
        _refuse_request(held, parts, reason)
        number = next_number(
            company_id=held.company_id, estate_id=held.estate_id, kind="refund",
            period=f"{today(held.estate, now):%y}",
        )  # fmt: skip
        refund = Refund.objects.create(
            company_id=held.company_id,
            estate=held.estate,
            payment=held,
            number=f"TK{today(held.estate, now):%y}-{number:05}",
            amount=sum(parts.values(), ZERO) - _let_off(held, parts),
            reason=reason.strip(),
            requested_by_id=actor.pk,
            requested_at=now,
        )
        RefundPart.objects.bulk_create(
            RefundPart(
                company_id=held.company_id, estate=held.estate, refund=refund, line=line, amount=amount
            )
            for line, amount in parts.items()
        )
        record(actor=actor, now=now, verb="refund.requested", of=refund)
        return refund

    with transaction.atomic():
        return once(Refund, key=key, verb="refund.request", actor=actor, now=now, make=make)


@transaction.atomic
def approve_refund(*, actor: Actor, now: datetime, refund: Refund) -> Refund:
    """Somebody else agrees. Raises Forbidden for one's own request."""
    refund = _waiting(refund, actor)
    with change(refund, actor=actor, now=now, verb="refund.approved"):
        refund.approved_by_id, refund.approved_at = actor.pk, now
    return refund


@transaction.atomic
def refuse_refund(*, actor: Actor, now: datetime, refund: Refund, reason: str) -> Refund:
    """Somebody else does not agree, and says why."""
    refund = _waiting(refund, actor)
    if not reason.strip():
        raise Refused(_("请填写驳回原因"), field="reason")
    with change(refund, actor=actor, now=now, verb="refund.refused"):
        refund.refused_at, refund.refusal = now, reason.strip()
    return refund


def pay_refund(*, actor: Actor, now: datetime, refund: Refund, session: CashSession | None = None) -> Refund:
    """Give the money back: each means gets its own back, cash last. The charges are owed again.

    Raises Refused when it is not approved, or cash is to go out without a shift or beyond what the drawer holds.
    """
    require(actor, "cash.take")
    with explained(), transaction.atomic():
        payment = locked_payment(refund.payment, actor)
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if refund.state != "approved" or payment.voided_at:
            raise Stale(_("退款须先由另一人审批，且只能付一次"))
        entry = _give(refund, payment, actor=actor, now=now, session=session)
        with change(refund, actor=actor, now=now, verb="refund.paid"):
            refund.paid_at, refund.session, refund.entry = now, session, entry
        emit(undone(payment, now))
    return refund


def _give(refund: Refund, payment: Payment, *, actor: Actor, now: datetime, session: CashSession | None):
    parts = list(refund.parts.select_related("line__charge__tariff__payee"))
    tenders = _back(payment, refund.amount)
    if any(tender.means == Means.CASH for tender, _part in tenders):
        session = running_session(actor, session)
    sources: list[tuple[Ref, Decimal]] = [
        (_account_of(tender, payment, session), amount) for tender, amount in tenders
    ]
    let_off = sum((part.amount for part in parts), ZERO) - refund.amount
    if let_off:
        sources.append((Ref(Kind.ROUNDING), let_off))
    pairs = matched(sources, [(part, part.amount) for part in parts])
    moves = [
        Move(_opened(part.line, payment), source, amount, charge=part.line.charge)
        for source, part, amount in pairs
    ]
    text = written("退款 %(number)s（收据 %(receipt)s）") % {
        "number": refund.number,
        "receipt": payment.number,
    }
    moves += return_points(payment, tenders, actor=actor, now=now)
    entry = post(actor=actor, now=now, estate=payment.estate, kind="refund", text=text, moves=moves)
    _note(refund, payment, tenders)
    _tell(refund, payment, tenders, now)
    return entry


def _back(payment: Payment, amount: Decimal) -> list[tuple[Tender, Decimal]]:
    tenders = list(payment.tenders.select_for_update())
    left = [(each, Means(each.means), each.amount - each.refunded) for each in tenders]
    try:
        return give_back(amount, left)
    except ValueError:
        raise Refused(_("退款超过这张收据剩余的实收金额"), field="amount") from None


def _account_of(tender: Tender, payment: Payment, session: CashSession | None) -> Ref:
    return accounts.source(Means(tender.means), session=session, customer=payment.customer, unit=payment.unit)


def _opened(line: PaymentLine, payment: Payment) -> Ref:
    """Where the money comes out of: the charge is owed again, the advance is gone."""
    if line.charge_id:
        return sides_of(line.charge.tariff, line.charge.kind)[0]
    return accounts.purse(customer=payment.customer, unit=payment.unit)


def _note(refund: Refund, payment: Payment, tenders: list[tuple[Tender, Decimal]]) -> None:
    for part in refund.parts.all():
        PaymentLine.objects.filter(pk=part.line_id).update(refunded=F("refunded") + part.amount)
    for tender, amount in tenders:
        Tender.objects.filter(pk=tender.pk).update(refunded=F("refunded") + amount)
    Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") + refund.amount)


def _tell(refund: Refund, payment: Payment, tenders: list[tuple[Tender, Decimal]], now: datetime) -> None:
    emit(
        MoneyGivenBack(
            refund_id=refund.pk,
            payment_id=payment.pk,
            company_id=payment.company_id,
            estate_id=payment.estate_id,
            parts=tuple((tender.means, str(amount), tender.reference) for tender, amount in tenders),
            at=now,
        )
    )


def _waiting(refund: Refund, actor: Actor) -> Refund:
    require(actor, "money.approve")
    rows = Refund.objects.select_for_update(of=("self",)).visible_to(actor)
    refund = rows.select_related("payment").get(pk=refund.pk)
    if refund.requested_by_id == actor.pk:
        raise Forbidden(_("不能审批自己的申请，请另一位有权限的同事审批"))
    if refund.state != "waiting":
        raise Stale(_("这张退款单已经处理"))
    return refund


def _let_off(payment: Payment, parts: Mapping[PaymentLine, Decimal]) -> Decimal:
    """What was rounded off comes back only when everything does: the payer never had it."""
    lines = list(payment.lines.all())
    rest = sum((line.amount - line.refunded for line in lines if line.amount > 0), ZERO)
    if sum(parts.values(), ZERO) < rest:
        return ZERO
    return -sum((line.amount for line in lines if line.amount < 0), ZERO)


def _refuse_request(payment: Payment, parts: Mapping[PaymentLine, Decimal], reason: str) -> None:
    if payment.voided_at:
        raise Refused(_("这张收据已作废，不用退款"))
    if not reason.strip():
        raise Refused(_("请填写退款原因"), field="reason")
    if payment.refunds.filter(paid_at=None, refused_at=None).exists():
        raise Refused(_("这张收据还有一张退款单未办完"), code="pending")
    lines = {line.pk: line for line in payment.lines.all()}
    for given, amount in parts.items():
        line = lines.get(given.pk)
        if line is None or line.kind in (PaymentLine.Kind.DEPOSIT, PaymentLine.Kind.ROUNDING):
            raise Refused(_("押金请在押金页退还，抹零随全额退款一并冲回"))
        if not ZERO < amount <= line.amount - line.refunded:
            raise Refused(_("“%(line)s”最多可退 %(most)s 元") % {
                "line": line.text, "most": line.amount - line.refunded}, field="amount")  # fmt: skip
    if not parts:
        raise Refused(_("请选择要退的项目"), field="amount")
