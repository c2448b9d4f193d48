"""The provider's statement against our orders, and refunds through the provider."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.channels.wallets.models import SimulatedRefund, SimulatedTrade
from guanjia.channels.wallets.simulator import trades
from guanjia.demo.online import compare_statements, pay_by_phone
from guanjia.engine.health.findings import Finding
from guanjia.testing.online import MINUTE, NOW
from guanjia.work.cashier import actions as cashier
from guanjia.work.ledger.models import Charge
from guanjia.work.online import actions, health, jobs
from guanjia.work.online.conftest import DAY, MORROW
from guanjia.work.online.models import Difference, OnlineOrder, OnlineRefund, StatementLine
from guanjia.work.online.rules import days_to_compare
from guanjia.work.online.test_paying import on_account

BOTH = pytest.mark.parametrize("provider", ["wechat", "alipay"])


def yuan(text: str) -> Decimal:
    return Decimal(text)


@pytest.fixture
def paid(world):
    """`paid("wechat")`: an order that was paid and told."""

    def paid(provider: str = "wechat", amount: str = "98.60") -> OnlineOrder:
        order = world.order(world.bill(amount), provider=provider)
        world.tell(world.pay(order))
        order.refresh_from_db()
        return order

    return paid


def give_back(cast, order: OnlineOrder, amount: str) -> None:
    """The desk asks, the manager approves, the desk pays it back; the job that follows asks the provider."""
    line = order.payment.lines.get()
    refund = cashier.request_refund(
        actor=cast.cashier, now=NOW, payment=order.payment, parts={line: yuan(amount)}, reason="重复缴费"
    )
    cashier.approve_refund(actor=cast.manager, now=NOW, refund=refund)
    cashier.pay_refund(actor=cast.cashier, now=NOW, refund=refund)


def settle(cast, difference: Difference, how: str, **more) -> Difference:
    usual = {"actor": cast.accountant, "now": NOW, "reason": "已与缴款人核对"}
    return actions.resolve_difference(difference=difference, how=how, **{**usual, **more})


@BOTH
def test_a_day_on_which_all_agrees(provider, paid, compare):
    paid(provider), paid(provider, "10.00")
    run = compare(provider)
    assert (run.lines, run.matched, run.different) == (2, 2, 0)
    assert run.theirs == run.ours == yuan("108.60")
    assert not Difference.objects.exists()
    again = compare(provider)
    assert (again.pk, again.matched, StatementLine.objects.count()) == (run.pk, 2, 2)


@BOTH
def test_a_lost_notice_is_made_up_for(provider, world, compare):
    world.pay(world.order(world.bill(), provider=provider))
    run = compare(provider)
    assert StatementLine.objects.get().result == "booked"
    assert OnlineOrder.objects.get().state == "paid" and not Charge.objects.open().exists()
    assert (run.different, run.theirs) == (0, run.ours)


@BOTH
def test_what_they_have_and_we_have_not(provider, world, compare):
    world.pay(world.order(world.bill(), provider=provider))
    OnlineOrder.objects.update(out_trade_no="another")
    run = compare(provider)
    compare(provider)
    assert (run.different, StatementLine.objects.get().result) == (1, "missing_here")
    assert Difference.objects.get().kind == "missing_here"


@BOTH
def test_what_we_have_and_they_have_not(provider, paid, compare):
    order = paid(provider)
    SimulatedTrade.objects.update(paid_at=NOW + timedelta(days=1))
    run = compare(provider)
    assert (run.lines, run.different) == (0, 1)
    assert Difference.objects.get().kind == "missing_there"
    compare(provider, DAY + timedelta(days=1))
    difference = Difference.objects.get()
    assert (difference.how, difference.order) == ("found", order), "it stood in the next day's statement"


@BOTH
def test_an_amount_that_differs(provider, paid, compare):
    paid(provider)
    SimulatedTrade.objects.update(fen=9800)
    compare(provider)
    difference = Difference.objects.get()
    assert (difference.kind, difference.ours, difference.theirs) == ("amount", yuan("98.60"), yuan("98.00"))
    assert StatementLine.objects.get().result == "amount"


@BOTH
def test_a_refund_goes_back_the_way_it_came_and_is_in_the_statement(provider, paid, compare, cast):
    order = paid(provider)
    give_back(cast, order, "50.00")
    refund = OnlineRefund.objects.get()
    assert (refund.state, refund.amount) == ("waiting", yuan("50.00"))
    for _twice in range(2):
        actions.send_refund(now=NOW, refund=OnlineRefund.objects.get())
    assert SimulatedRefund.objects.get().fen == 5000
    order.refresh_from_db()
    assert (OnlineRefund.objects.get().state, order.refunded, order.state) == ("done", yuan("50.00"), "paid")
    assert on_account(provider) == yuan("48.60")
    assert Charge.objects.open().get().outstanding == yuan("50.00")
    run = compare(provider)
    assert (run.lines, run.matched, run.theirs, run.ours) == (2, 2, yuan("48.60"), yuan("48.60"))


def test_a_refunded_owner_can_be_charged_again(paid, world, cast):
    order = paid()
    give_back(cast, order, "98.60")
    actions.send_refund(now=NOW, refund=OnlineRefund.objects.get())
    order.refresh_from_db()
    assert order.state == "refunded"
    world.tell(world.pay(world.order(Charge.objects.open().get())))
    assert not Charge.objects.open().exists()


def test_a_refund_that_the_provider_refuses_becomes_a_difference_and_is_asked_again(paid, cast):
    order = paid()
    give_back(cast, order, "98.60")
    SimulatedTrade.objects.update(refunded=1)
    assert actions.send_refund(now=NOW, refund=OnlineRefund.objects.get()).state == "failed"
    difference = Difference.objects.get()
    assert (difference.kind, difference.ours) == ("refund_failed", yuan("98.60"))
    SimulatedTrade.objects.update(refunded=0)
    settle(cast, difference, "returned")
    again = actions.send_refund(now=NOW, refund=OnlineRefund.objects.get(state="waiting"))
    order.refresh_from_db()
    assert (again.state, order.state) == ("done", "refunded")


@BOTH
def test_a_refund_on_the_merchants_own_page_is_a_difference(provider, paid, compare):
    paid(provider)
    trades.give_back(SimulatedTrade.objects.get(), refund_no="BYHAND", fen=100, now=NOW)
    run = compare(provider)
    assert (run.matched, run.different) == (1, 1)
    difference = Difference.objects.get()
    assert (difference.kind, difference.refund_no, difference.theirs) == ("refund", "BYHAND", yuan("1.00"))


def test_days_that_were_missed_are_made_up_for():
    assert days_to_compare(MORROW, set())[-1] == DAY
    early = NOW - timedelta(hours=1)
    assert days_to_compare(early, set())[-1] == date(2026, 11, 16), "before ten, yesterday's is not there"
    assert days_to_compare(MORROW, set(days_to_compare(MORROW, set()))) == []


def test_the_jobs_look_after_everything(world, cast, monkeypatch):
    monkeypatch.setattr("guanjia.kernel.time.now", lambda: MORROW)
    world.pay(world.order(world.bill()))
    world.order(world.bill("5.00"), provider="alipay")
    assert jobs.look_after.func(0) == 2
    assert sorted(OnlineOrder.objects.values_list("state", flat=True)) == ["closed", "paid"]
    give_back(cast, OnlineOrder.objects.get(state="paid"), "98.60")
    assert jobs.follow_refunds.func(0) == 1
    jobs.send_refund.func(company_id=cast.company.pk, refund_id=OnlineRefund.objects.get().pk)
    assert jobs.follow_refunds.func(0) == 0
    assert jobs.reconcile.func(0) == 2 * 2 * 7, "two companies, two providers, a week"
    assert jobs.reconcile.func(0) == 0


def test_the_check_speaks_up(mismatch, cast, monkeypatch, settings, tmp_path):
    def words() -> list[Finding]:
        return list(health.checks())

    assert [each.ok for each in words()] == [True]
    settings.WALLETS_DIR = tmp_path
    (tmp_path / str(cast.company.pk)).mkdir()
    (tmp_path / str(cast.company.pk) / "wechat.toml").write_text("")
    monkeypatch.setattr("guanjia.kernel.time.now", lambda: MORROW + timedelta(days=3) + MINUTE)
    assert [(each.name, each.ok) for each in words()] == [("statements", False), ("online payment", False)]


def test_the_demo_pays_by_phone(world, cast):
    us = {"estate": cast.estate, "customer": cast.owner, "unit": cast.unit, "now": NOW}
    assert pay_by_phone(charges=[world.bill()], **us).state == "paid"
    assert pay_by_phone(charges=[world.bill()], provider="alipay", short_by=100, **us).state == "mismatch"
    runs = compare_statements(company_id=cast.company.pk, now=MORROW)
    assert sum(run.lines for run in runs) == 2
    assert Difference.objects.get().ours - Difference.objects.get().theirs == yuan("1.00")
