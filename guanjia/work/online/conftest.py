"""A bill of 王阿姨's home, an order to pay it by phone, and the provider's voice."""

from datetime import date, timedelta

import pytest

from guanjia.engine.access import system
from guanjia.testing.online import NOW, World
from guanjia.testing.wallets import simulated, wallet_keys
from guanjia.work.online import actions
from guanjia.work.online.models import Difference, Reconciliation

DAY, MORROW = date(2026, 11, 18), NOW + timedelta(days=1, hours=2)
__all__ = ["simulated", "wallet_keys"]


@pytest.fixture
def world(cast, simulated, as_system):
    return World(cast)


@pytest.fixture
def compare(cast):
    def compare(provider: str = "wechat", day: date = DAY) -> Reconciliation:
        return actions.reconcile(actor=system(cast.company.pk), now=MORROW, provider=provider, day=day)

    return compare


@pytest.fixture
def mismatch(world) -> Difference:
    trade = world.pay(world.order(world.bill()))
    trade.fen = 10000
    world.tell(trade)
    return Difference.objects.get()
