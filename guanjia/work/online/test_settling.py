"""What differs from the provider's statement: booked as it came, sent back, or a second payment put aside."""

import pytest

from guanjia.channels.wallets.models import SimulatedRefund, SimulatedTrade
from guanjia.channels.wallets.simulator import trades
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing.online import NOW
from guanjia.work.ledger.models import Account, Charge
from guanjia.work.online import actions
from guanjia.work.online.models import Difference, OnlineOrder, OnlineRefund
from guanjia.work.online.test_paying import on_account
from guanjia.work.online.test_reconciling import BOTH, give_back, settle, yuan


def test_money_in_suspense_is_booked_as_it_came(mismatch, cast):
    settled = settle(cast, mismatch, "booked")
    assert (settled.how, settled.resolved_by) == ("booked", cast.accountant)
    order = OnlineOrder.objects.get()
    assert (order.state, order.payment.amount) == ("paid", yuan("100.00"))
    assert not Charge.objects.open().exists()
    assert Account.objects.get(kind="prepaid").balance == yuan("1.40")
    assert on_account("suspense") == 0 and on_account("wechat") == yuan("100.00")
    with pytest.raises(Stale):
        settle(cast, mismatch, "booked")


def test_money_in_suspense_is_sent_back(mismatch, cast):
    SimulatedTrade.objects.update(fen=10000)
    asked = settle(cast, mismatch, "returned")
    assert (asked.resolved_at, asked.asked_by) == (None, cast.accountant)
    assert on_account("suspense") == yuan("-100.00"), "nothing moves until another agrees"
    with pytest.raises(Forbidden):
        settle(cast, mismatch, "returned")
    settle(cast, mismatch, "returned", actor=cast.manager)
    actions.send_refund(now=NOW, refund=OnlineRefund.objects.get())
    order = OnlineOrder.objects.get()
    assert (order.state, order.refunded) == ("refunded", yuan("100.00"))
    assert on_account("suspense") == on_account("wechat") == 0


def test_money_in_suspense_cannot_be_explained_away(mismatch, cast):
    with pytest.raises(Refused, match="待查款项"):
        settle(cast, mismatch, "explained")
    with pytest.raises(Refused, match="写明"):
        settle(cast, mismatch, "booked", reason=" ")
    with pytest.raises(Refused, match="处理方式"):
        settle(cast, mismatch, "found")
    with pytest.raises(Forbidden):
        settle(cast, mismatch, "booked", actor=cast.cashier)


def test_money_of_nobody_known_is_booked_for_a_home(world, cast, compare):
    world.pay(world.order(world.bill()))
    OnlineOrder.objects.update(out_trade_no="another")
    compare()
    difference = Difference.objects.get()
    with pytest.raises(Refused, match="房号"):
        settle(cast, difference, "booked")
    with pytest.raises(Refused, match="商户平台"):
        settle(cast, difference, "returned")
    settle(cast, difference, "booked", unit=cast.unit)
    assert Account.objects.get(kind="prepaid").balance == yuan("98.60")
    assert on_account("wechat") == yuan("98.60")


def test_a_second_payment_is_booked_as_an_advance(world, cast):
    trade = world.pay(world.order(world.bill()))
    world.tell(trade)
    trade.transaction_id = "4200OTHER"
    world.tell(trade)
    settle(cast, Difference.objects.get(), "booked")
    assert Account.objects.get(kind="prepaid").balance == yuan("98.60")
    assert on_account("suspense") == 0 and on_account("wechat") == yuan("197.20")


@BOTH
def test_a_second_payment_is_sent_back_when_another_agrees(provider, world, cast, compare):
    order = world.order(world.bill(), provider=provider)
    first = world.pay(order)
    world.tell(first)
    second = trades.pay_again(first, now=NOW)
    world.tell(second)
    settle(cast, Difference.objects.get(), "returned")
    assert not OnlineRefund.objects.exists()
    settle(cast, Difference.objects.get(), "returned", actor=cast.manager)
    back = actions.send_refund(now=NOW, refund=OnlineRefund.objects.get())
    assert (back.state, back.transaction_id, back.amount) == ("done", second.transaction_id, yuan("98.60"))
    assert [*SimulatedRefund.objects.values_list("trade", flat=True)] == [second.pk], "not the first one"
    order.refresh_from_db()
    assert (order.state, order.refunded) == ("paid", 0) and not Charge.objects.open().exists()
    assert on_account("suspense") == 0 and on_account(provider) == yuan("98.60")
    give_back(cast, order, "98.60")
    assert actions.send_refund(now=NOW, refund=OnlineRefund.objects.get(state="waiting")).state == "done"
    run = compare(provider)
    assert (run.lines, run.theirs) == (4, run.ours)


@BOTH
def test_a_second_payment_that_only_the_statement_names_is_put_aside_once_and_sent_back(
    provider, world, cast, compare
):
    first = world.pay(world.order(world.bill(), provider=provider))
    second = trades.pay_again(first, now=NOW)
    runs = [compare(provider) for _twice in range(2)]
    assert [(run.lines, run.matched, run.different, run.theirs == run.ours) for run in runs] == [
        (2, 1, 1, True), (2, 1, 1, True),
    ]  # fmt: skip
    world.tell(second), world.tell(first), world.tell(second)
    difference = Difference.objects.get()
    assert (difference.kind, difference.transaction_id) == ("twice", second.transaction_id)
    assert on_account("suspense") == yuan("-98.60"), "however often it is told"
    settle(cast, difference, "returned")
    settle(cast, difference, "returned", actor=cast.manager)
    assert actions.send_refund(now=NOW, refund=OnlineRefund.objects.get()).state == "done"
    assert on_account("suspense") == 0 and on_account(provider) == yuan("98.60")
    world.tell(second)
    assert on_account("suspense") == 0 and not Difference.objects.filter(resolved_at=None).exists()
