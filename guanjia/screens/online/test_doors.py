"""Doors. Payment by phone; a wallet's call is signed."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.test import override_settings

from guanjia.channels.wallets.port import Notified, State
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import ANYBODY, BOTH, Door
from guanjia.work.online import actions as online
from guanjia.work.online.tokens import pay_address

DOORS = {
    "choose": Door(ANYBODY, "pay_link", BOTH, part="token"),
    "paying": Door(ANYBODY, "pay_link", part="token", more={"number": "20261118100000"}),
    "notify": Door(ANYBODY, "firm", "POST", part="company", signed=True, more={"provider": "wechat"}),
    "simulator": Door(ANYBODY, methods=BOTH, more={"token": "1-1.forged"}),
    "orders": Door("money.view"),
    "order": Door("money.view", "online_order"),
    "link": Door("money.view", "unit", part="unit"),
    "reconciliation": Door("money.reconcile"),
    "run": Door("money.reconcile", methods="POST"),
    "statement": Door("money.reconcile", "comparison", company=True),
    "difference": Door("money.reconcile", "difference", BOTH),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """An order paid with the wrong amount at the simulated provider, so that there is a difference to settle."""
    us = system(cast.company.pk)
    with acting_as(us), override_settings(DEMO=True):
        order = online.open_order(
            actor=us, now=now, estate=cast.estate, provider="wechat", lines=[], prepay=Decimal(50),
            customer=cast.owner, unit=cast.unit,
        )  # fmt: skip
        told = Notified(order.out_trade_no, State.PAID, "4200001", 4000, now)
        online.hear(company_id=cast.company.pk, provider="wechat", told=told, now=now)
        comparison = online.reconcile(
            actor=us, now=now, provider="wechat", day=now.date() - timedelta(days=1)
        )
        address = pay_address(estate=cast.estate, customer=cast.owner, unit=cast.unit, now=now)
        return {
            "online_order": order, "comparison": comparison,
            "difference": order.differences.get(), "pay_link": address.rpartition("/")[2],
        }  # fmt: skip
