"""Payments by phone of the demo company, through the simulated providers; see demo/money."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.simulator import trades
from guanjia.channels.wallets.simulator.opening import notice_of
from guanjia.engine.access import system
from guanjia.work.ledger.models import Charge
from guanjia.work.online import actions
from guanjia.work.online.models import OnlineOrder, Reconciliation
from guanjia.work.online.rules import days_to_compare


def pay_by_phone(
    *,
    estate: Any,
    charges: Sequence[Charge],
    now: datetime,
    customer: Any = None,
    unit: Any = None,
    provider: str = "wechat",
    short_by: int = 0,
) -> OnlineOrder:
    """The resident scans and pays, the provider tells us. `short_by` fen less than ordered makes a difference."""
    us = system(estate.company_id)
    order = actions.open_order(
        actor=us, now=now, estate=estate, provider=provider, customer=customer, unit=unit,
        lines=[(charge, charge.outstanding) for charge in charges],
    )  # fmt: skip
    ours = {"company_id": estate.company_id, "provider": provider}
    if short_by:
        SimulatedTrade.objects.filter(out_trade_no=order.out_trade_no, **ours).update(
            fen=int(order.amount * 100) - short_by
        )
    trade = trades.pay(trades.find(out_trade_no=order.out_trade_no, **ours), now=now)
    headers, body = notice_of(trade, now=now)
    actions.take_notify(headers=headers, body=body, now=now, **ours)
    order.refresh_from_db()
    return order


def compare_statements(*, company_id: int, now: datetime) -> list[Reconciliation]:
    """The last days of both providers, as the worker does every morning."""
    us = system(company_id)
    return [
        actions.reconcile(actor=us, now=now, provider=provider, day=day)
        for provider in ("alipay", "wechat")
        for day in days_to_compare(now, set())
    ]
