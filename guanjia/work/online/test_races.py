"""Two at once, with connections of their own: a bill is paid once, and nobody loses a fen."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from guanjia.channels.wallets.simulator.opening import notice_of
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.testing.online import MINUTE, NOW, World
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.models import Payment
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Account, Charge
from guanjia.work.online import actions
from guanjia.work.online.models import Difference, OnlineOrder
from guanjia.work.online.test_paying import on_account

pytestmark = pytest.mark.django_db(transaction=True)
AMOUNT = Decimal("98.60")


@pytest.fixture
def world(cast, simulated):
    with acting_as(system(None)):
        yield World(cast)


def at_once(*doings) -> list[str]:
    """Every doing in a thread and connection of its own, from the same start; what each said."""
    start, said = threading.Barrier(len(doings)), []

    def run(doing) -> None:
        try:
            with acting_as(system(None)):
                start.wait()
                said.append(str(doing()))
        except Refused as no:
            said.append(type(no).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    [each.start() for each in threads]
    [each.join() for each in threads]
    return said


def telling(trade):
    headers, body = notice_of(trade, now=NOW)
    return lambda: (
        actions.take_notify(
            provider=trade.provider, company_id=trade.company_id, headers=headers, body=body, now=NOW
        ).status
    )


def test_the_same_notice_four_times_at_once(world):
    trade = world.pay(world.order(world.bill()))
    assert at_once(*[telling(trade)] * 4) == ["200"] * 4
    assert Payment.objects.get().amount == AMOUNT
    assert on_account("wechat") == AMOUNT


def test_notice_question_and_statement_at_once(world, cast):
    order = world.order(world.bill())
    trade = world.pay(order)
    at_once(
        telling(trade),
        lambda: actions.look_after(now=NOW + 2 * MINUTE, order=OnlineOrder.objects.get()).state,
        lambda: (
            actions.reconcile(actor=system(cast.company.pk), now=NOW, provider="wechat", day=NOW.date()).lines
        ),
    )
    assert Payment.objects.count() == 1
    assert on_account("wechat") == AMOUNT
    assert not Difference.objects.exists()


def test_phone_and_desk_at_once(world, cast):
    """Whoever is second: the desk is refused, or the phone's money becomes an advance. Never twice, never lost."""
    charge = world.bill()
    trade = world.pay(world.order(charge))

    def at_the_desk():
        return cashier.take_payment(
            actor=cast.cashier, now=NOW, estate=cast.estate, customer=cast.owner, unit=cast.unit,
            tenders=[cashier.Tendered(Means.CARD, AMOUNT, "K1")], charges=[(charge, AMOUNT)],
        ).channel  # fmt: skip

    said = at_once(telling(trade), at_the_desk)
    charge = Charge.objects.get()
    assert charge.outstanding == 0
    assert on_account("wechat") == AMOUNT
    advance = sum(Account.objects.filter(kind="prepaid").values_list("balance", flat=True))
    assert (on_account("card"), advance) == ((AMOUNT, AMOUNT) if "desk" in said else (0, 0))


def test_closing_and_paying_at_once(world):
    order = world.order(world.bill())
    trade = world.pay(order)
    at_once(
        telling(trade),
        lambda: actions.look_after(now=NOW + 31 * MINUTE, order=OnlineOrder.objects.get()).state,
    )
    assert OnlineOrder.objects.get().state == "paid"
    assert Payment.objects.count() == 1


def test_one_key_twice_at_once_is_one_order(world):
    charge = world.bill()
    said = at_once(*[lambda: world.order(charge, key="k1").pk] * 3)
    assert len(set(said)) == 1
    assert OnlineOrder.objects.count() == 1


def test_two_orders_of_one_bill_told_at_once(world):
    charge = world.bill()
    one, other = world.pay(world.order(charge)), world.pay(world.order(charge, provider="alipay"))
    assert at_once(telling(one), telling(other)) == ["200", "200"]
    assert Charge.objects.get().outstanding == 0
    assert Account.objects.get(kind="prepaid").balance == AMOUNT
