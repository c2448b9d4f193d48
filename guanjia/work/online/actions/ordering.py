"""Orders come into being: first our row, committed, then the provider's."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from secrets import randbelow
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.channels.wallets.opening import offered, open_wallet
from guanjia.channels.wallets.rules import to_fen
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.words import written
from guanjia.engine.params.values import value
from guanjia.kernel.errors import Refused, Stale
from guanjia.kernel.money import FEN
from guanjia.work.ledger.models import Charge
from guanjia.work.online.models import OnlineOrder, OnlineOrderLine
from guanjia.work.online.rules import BEIJING

ZERO = Decimal("0.00")


def open_order(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    provider: str,
    lines: Sequence[tuple[Charge, Decimal]],
    prepay: Decimal = ZERO,
    late_fee: Decimal = ZERO,
    customer: Any = None,
    unit: Any = None,
    payer: str = "",
    key: str = "",
) -> OnlineOrder:
    """An order over these charges (in full or part), the late fee accrued on them until now and an advance, with the
    text of its QR code in `code_url`.

    The order is committed before the provider hears of it, so that a notice always finds it. The same key gives the
    same order, and asks the provider again when it did not answer the first time. Raises Refused, Stale, Unavailable.
    """
    require(actor, "cash.take")
    if provider not in {each.code for each in offered(estate.company_id)}:
        raise Refused(_("这个项目没有开通这种支付方式"), field="provider")

    def make() -> OnlineOrder:
        amount = sum((part for _charge, part in lines), prepay + late_fee)
        _refuse_wrong(actor, estate, lines, prepay=prepay, whose=customer or unit)
        home = {"company_id": estate.company_id, "estate": estate}
        order = OnlineOrder.objects.create(
            **home,
            provider=provider,
            out_trade_no=f"{now.astimezone(BEIJING):%Y%m%d%H%M%S}{randbelow(10**10):010}",
            amount=amount,
            late_fee=late_fee,
            customer=customer,
            unit=unit,
            payer=payer or str(customer or unit),
            by_id=actor.pk,
            opened_at=now,
            expires_at=now + timedelta(minutes=value("online.order_minutes", estate=estate, now=now)),
        )
        OnlineOrderLine.objects.bulk_create(
            OnlineOrderLine(**home, order=order, charge=charge, amount=part) for charge, part in lines
        )
        return order

    with transaction.atomic():
        order = once(OnlineOrder, key=key, verb="online.open", actor=actor, now=now, make=make)
    return order if order.code_url or not order.is_open else _place(order, now=now)


def _place(order: OnlineOrder, *, now: datetime) -> OnlineOrder:
    wallet = open_wallet(company_id=order.company_id, provider=order.provider, now=now)
    order.code_url = wallet.create(
        out_trade_no=order.out_trade_no,
        fen=to_fen(order.amount),
        text=written("%(estate)s 物业缴费") % {"estate": order.estate},
        expires_at=order.expires_at,
    )
    OnlineOrder.objects.filter(pk=order.pk).update(code_url=order.code_url)
    return order


def _refuse_wrong(
    actor: Actor, estate: Any, lines: Sequence[tuple[Charge, Decimal]], *, prepay: Decimal, whose: Any
) -> None:
    if whose is None:
        raise Refused(_("请先选择客户或房号"), field="customer")
    amounts = [part for _charge, part in lines] + ([prepay] if prepay else [])
    if not amounts or any(amount <= 0 or amount != amount.quantize(FEN) for amount in amounts):
        raise Refused(_("请选择要缴的费用，金额须大于零"), field="lines")
    wanted = [charge.pk for charge, _part in lines]
    rows = (
        Charge.objects.visible_to(actor)
        .filter(estate=estate, pk__in=wanted)
        .values_list("pk", "amount", "settled")
    )
    owed = {pk: amount - settled for pk, amount, settled in rows}
    if len(wanted) != len(set(wanted)) or any(part > owed.get(charge.pk, ZERO) for charge, part in lines):
        raise Stale(_("其中有费用刚刚缴过或金额有变，请刷新后重新选择"))
