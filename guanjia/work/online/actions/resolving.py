"""Differences are settled by somebody, with a reason."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.channels.wallets.opening import providers
from guanjia.engine.access import Actor, require, system
from guanjia.engine.audit.trail import change
from guanjia.engine.audit.words import written
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cashier.actions import Tendered, take_payment
from guanjia.work.cashier.models import Payment
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import reverse
from guanjia.work.online.actions.refunding import ask_refund
from guanjia.work.online.actions.settling import book, still_owed
from guanjia.work.online.models import Difference, OnlineOrder

How, Kind = Difference.How, Difference.Kind
OUTSIDE = (Kind.UNKNOWN, Kind.MISSING_HERE)
"""Money at the provider that is in no book yet."""
ASIDE = (Kind.AMOUNT, Kind.NOT_BOOKED, Kind.TWICE)
"""Money of an order that waits in suspense."""


@transaction.atomic
def resolve_difference(
    *, actor: Actor, now: datetime, difference: Difference, how: str, reason: str, unit: Any = None
) -> Difference:
    """Explained (nothing moves), booked as it came, or sent back. `unit` says whose advance unknown money becomes.

    To send back what waits in suspense takes two: the first one asks, and the same said by another who may approve
    sends it. Raises Refused with what is missing, Forbidden for one's own request, Stale when somebody was faster.
    """
    require(actor, "money.reconcile")
    rows = Difference.objects.visible_to(actor).select_for_update(of=("self",))
    ours = rows.select_related("order__estate", "order__customer", "order__unit", "entry").get(
        pk=difference.pk
    )
    if ours.resolved_at:
        raise Stale(_("这条差异已有人处理，请刷新"))
    if not reason.strip():
        raise Refused(_("请写明查到的原因和处理依据"), field="reason")
    match how:
        case How.EXPLAINED:
            _refuse_waiting_money(ours)
        case How.BOOKED:
            _book(ours, now=now, reason=reason, unit=unit)
        case How.RETURNED:
            _refuse_return(ours)
            if ours.kind in ASIDE and ours.asked_by_id is None:
                return _ask_return(ours, actor=actor, now=now, reason=reason)
            _send_back(ours, actor=actor, now=now, reason=reason)
        case _:
            raise Refused(_("请选择处理方式"), field="how")
    with change(ours, actor=actor, now=now, verb="online.difference_resolved"):
        ours.how, ours.reason, ours.resolved_by_id, ours.resolved_at = (
            how,
            reason.strip()[:200],
            actor.pk,
            now,
        )
    return ours


def _refuse_waiting_money(difference: Difference) -> None:
    if difference.entry_id:
        raise Refused(_("这笔款项还在“待查款项”里，请选择入账或原路退回"), field="how")


def _book(difference: Difference, *, now: datetime, reason: str, unit: Any) -> None:
    """Take it out of suspense by reversing, then book it as a receipt of its own."""
    if difference.kind in OUTSIDE:
        _take_for(difference, now=now, reason=reason, unit=unit)
        return
    if difference.entry is None or difference.order is None:
        raise Refused(_("这条差异没有待入账的款项，请选择“已查明”"), field="how")
    order = (
        OnlineOrder.objects.select_for_update(of=("self",))
        .select_related("estate", "customer", "unit")
        .get(pk=difference.order_id)
    )
    us = system(order.company_id)
    reverse(
        actor=us, now=now, entry=difference.entry, text=written("待查款项转入账 %(order)s") % {"order": order}
    )
    if difference.kind == Kind.TWICE:
        _take_for(
            difference, now=now, reason=reason, unit=order.unit, customer=order.customer, payer=order.payer
        )
        return
    parts, rest = still_owed(order, order.received or Decimal(0))
    order.payment = book(order, now=now, parts=parts, rest=rest, note=reason[:200])
    order.state = OnlineOrder.State.PAID
    order.save(update_fields=["payment", "state"])


def _take_for(
    difference: Difference, *, now: datetime, reason: str, unit: Any, customer: Any = None, payer: str = ""
) -> None:
    if unit is None and customer is None:
        raise Refused(_("请填写这笔款项属于哪个房号"), field="room")
    amount = difference.theirs or Decimal(0)
    means = Means(providers()[difference.provider].means)
    take_payment(
        actor=system(difference.company_id),
        now=now,
        estate=(unit or difference.order).estate,
        tenders=[Tendered(means, amount, difference.transaction_id)],
        prepay=amount,
        customer=customer,
        unit=unit,
        payer=payer,
        channel=Payment.Channel.ONLINE,
        note=reason[:200],
        key=f"difference:{difference.pk}",
    )


def _refuse_return(difference: Difference) -> None:
    waits = difference.kind in ASIDE and difference.entry_id
    if difference.order is None or not (waits or difference.kind == Kind.REFUND_FAILED):
        raise Refused(_("这笔款项不能由系统退回，请到商户平台退款后选择“已查明”"), field="how")


def _ask_return(difference: Difference, *, actor: Actor, now: datetime, reason: str) -> Difference:
    with change(difference, actor=actor, now=now, verb="online.return_asked"):
        difference.asked_by_id, difference.asked_at = actor.pk, now
        difference.reason = reason.strip()[:200]
    return difference


def _send_back(difference: Difference, *, actor: Actor, now: datetime, reason: str) -> None:
    order = difference.order
    if difference.kind == Kind.REFUND_FAILED:
        failed = order.refunds.get(refund_no=difference.refund_no)
        paid = failed.transaction_id
        amount = difference.ours or Decimal(0)
    else:
        require(actor, "money.approve")
        if difference.asked_by_id == actor.pk:
            raise Forbidden(_("不能审批自己的申请，请另一位有权限的同事审批"))
        text = written("待查款项原路退回 %(order)s") % {"order": order}
        reverse(actor=actor, now=now, entry=difference.entry, text=text)
        paid, amount = difference.transaction_id, difference.theirs or Decimal(0)
    ask_refund(now=now, order=order, amount=amount, reason=reason, transaction_id=paid)
