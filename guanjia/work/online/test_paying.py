"""Paying by phone: notices in any order, late, twice, wrong or forged; nobody loses a fen."""

import logging
from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.port import Notified, State, Unavailable
from guanjia.channels.wallets.simulator import trades, wechat
from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing.online import MINUTE, NOW
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.models import Payment
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Account, Charge, Entry, Transfer
from guanjia.work.online import actions, queries
from guanjia.work.online.models import Difference, OnlineOrder
from guanjia.work.online.tokens import PayLink

BOTH = pytest.mark.parametrize("provider", ["wechat", "alipay"])


def yuan(text: str) -> Decimal:
    return Decimal(text)


def on_account(kind: str) -> Decimal:
    """Debits less credits of all accounts of a kind."""
    rows = Transfer.objects.select_related("debit", "credit")
    return sum(
        ((each.debit.kind == kind) * each.amount - (each.credit.kind == kind) * each.amount for each in rows),
        yuan("0"),
    )


def advance(cast) -> Decimal:
    found = Account.objects.filter(kind="prepaid", ref=str(cast.owner.pk)).first()
    return found.balance if found else yuan("0")


@BOTH
def test_a_bill_is_paid_by_phone(provider, world, cast):
    charge = world.bill()
    order = world.order(charge, provider=provider)
    assert order.code_url.startswith("http")
    answer = world.tell(world.pay(order))
    assert answer.status == 200
    order.refresh_from_db()
    assert (order.state, order.received) == ("paid", yuan("98.60"))
    assert order.payment.channel == "online" and order.payment.amount == yuan("98.60")
    assert order.payment.tenders.get().reference == order.transaction_id
    assert not Charge.objects.open().exists()
    assert on_account(provider) == yuan("98.60")


@BOTH
def test_told_five_times_booked_once(provider, world):
    trade = world.pay(world.order(world.bill(), provider=provider))
    assert {world.tell(trade).status for _each in range(5)} == {200}
    assert Payment.objects.count() == 1
    assert on_account(provider) == yuan("98.60")
    assert not Difference.objects.exists()


def test_part_and_advance_in_one_order(world, cast):
    charge = world.bill("100.00")
    order = world.order(lines=[(charge, yuan("40.00"))], prepay=yuan("10.00"))
    world.tell(world.pay(order))
    charge.refresh_from_db()
    assert charge.outstanding == yuan("60.00")
    assert advance(cast) == yuan("10.00")


def test_the_same_key_is_the_same_order(world):
    charge = world.bill()
    assert world.order(charge, key="k1").pk == world.order(charge, key="k1").pk
    assert SimulatedTrade.objects.count() == 1


def test_a_provider_that_did_not_answer_is_asked_again(world, monkeypatch):
    charge, place = world.bill(), trades.place
    monkeypatch.setattr(trades, "place", lambda **words: 1 / 0)
    with pytest.raises(Unavailable):
        world.order(charge, key="k1")
    monkeypatch.setattr(trades, "place", place)
    assert world.order(charge, key="k1").code_url
    assert OnlineOrder.objects.count() == 1


def test_what_was_paid_at_the_desk_meanwhile_becomes_an_advance(world, cast):
    first, second = world.bill("60.00"), world.bill("38.60")
    order = world.order(first, second)
    cashier.take_payment(
        actor=cast.cashier, now=NOW, estate=cast.estate, customer=cast.owner, unit=cast.unit,
        tenders=[cashier.Tendered(Means.CARD, yuan("80.00"), "K1")],
        charges=[(first, yuan("60.00")), (second, yuan("20.00"))],
    )  # fmt: skip
    world.tell(world.pay(order))
    order.refresh_from_db()
    assert order.state == "paid"
    assert not Charge.objects.open().exists()
    assert advance(cast) == yuan("80.00")
    assert "80.00" in order.payment.note and "转入预存" in order.payment.note
    assert on_account("wechat") == yuan("98.60")


def test_two_orders_over_one_bill_both_paid(world, cast):
    charge = world.bill()
    trade, other = world.pay(world.order(charge)), world.pay(world.order(charge, provider="alipay"))
    world.tell(trade)
    world.tell(other)
    assert advance(cast) == yuan("98.60")
    assert OnlineOrder.objects.filter(state="paid").count() == 2


@BOTH
def test_a_wrong_amount_is_never_booked_silently(provider, world):
    trade = world.pay(world.order(world.bill(), provider=provider))
    trade.fen = 1
    world.tell(trade)
    world.tell(trade)
    order = OnlineOrder.objects.get()
    assert (order.state, order.received, order.payment) == ("mismatch", yuan("0.01"), None)
    assert Charge.objects.open().count() == 1
    difference = Difference.objects.get()
    assert (difference.kind, difference.ours, difference.theirs) == ("amount", yuan("98.60"), yuan("0.01"))
    assert on_account("suspense") == yuan("-0.01") and on_account(provider) == yuan("0.01")


def test_a_second_payment_of_one_order_goes_to_suspense(world):
    trade = world.pay(world.order(world.bill()))
    world.tell(trade)
    trade.transaction_id = "4200OTHER"
    world.tell(trade)
    assert Difference.objects.get().kind == "twice"
    assert on_account("suspense") == yuan("-98.60") and on_account("wechat") == yuan("197.20")


def test_what_cannot_be_booked_waits_in_suspense(world, cast, monkeypatch):
    def refuse(**words):
        raise Refused("not today")

    trade = world.pay(world.order(world.bill()))
    monkeypatch.setattr("guanjia.work.online.actions.settling.take_payment", refuse)
    assert world.tell(trade).status == 200
    order = OnlineOrder.objects.get()
    assert (order.state, Difference.objects.get().note) == ("mismatch", "not today")
    assert on_account("suspense") == yuan("-98.60")


def test_a_forged_notice_is_refused_and_logged(world, caplog):
    order = world.order(world.bill())
    trade = world.pay(order)
    headers, body = wechat.notice(trade, now=NOW)
    headers["Wechatpay-Signature"] = headers["Wechatpay-Signature"][::-1]
    with caplog.at_level(logging.WARNING):
        answer = actions.take_notify(
            provider="wechat", company_id=order.company_id, headers=headers, body=body, now=NOW
        )
    assert answer.status == 401
    assert "payment notice refused" in caplog.text
    assert OnlineOrder.objects.get().state == "created"
    assert not Difference.objects.exists()


@BOTH
def test_another_companys_notice_is_not_taken(provider, world, cast):
    trade = world.pay(world.order(world.bill(), provider=provider))
    assert world.tell(trade, company=cast.other_company).status in (400, 401)
    assert not Payment.objects.exists() and not Difference.objects.exists()


def test_a_notice_before_our_commit_is_refused_noted_and_taken_the_next_time(world, cast):
    """The order is not there yet for the one who listens; the provider calls again."""
    trade = world.pay(world.order(world.bill()))
    number = trade.out_trade_no
    OnlineOrder.objects.update(out_trade_no="not there yet")
    assert world.tell(trade).status == 401
    assert world.tell(trade).status == 401
    assert Difference.objects.get().kind == "unknown"
    OnlineOrder.objects.update(out_trade_no=number)
    assert world.tell(trade).status == 200
    difference = Difference.objects.get()
    assert (difference.how, difference.estate_id) == ("found", cast.estate.pk)
    assert OnlineOrder.objects.get().state == "paid"


def test_past_its_time_it_is_closed_here_and_there(world):
    order = world.order(world.bill())
    assert actions.look_after(now=NOW + 29 * MINUTE, order=order).state == "created"
    assert actions.look_after(now=NOW + 31 * MINUTE, order=order).state == "closed"
    with pytest.raises(trades.No):
        world.pay(order)


def test_paid_and_told_after_closing_is_booked_all_the_same(world):
    order = world.order(world.bill())
    trade = world.pay(order)
    OnlineOrder.objects.update(state="closed", closed_at=NOW)
    world.tell(trade, now=NOW + timedelta(days=1))
    order.refresh_from_db()
    assert order.state == "paid" and not Charge.objects.open().exists()
    assert order.payment.on.isoformat() == "2026-11-19", "booked on the day it was heard"
    assert "2026-11-18 支付" in order.payment.note


@BOTH
def test_when_the_notice_is_lost_we_ask(provider, world):
    order = world.order(world.bill(), provider=provider)
    world.pay(order)
    assert actions.look_after(now=NOW + 2 * MINUTE, order=order).state == "paid"
    assert Payment.objects.count() == 1


@BOTH
def test_paid_in_the_moment_of_closing_is_paid(provider, world, monkeypatch):
    order = world.order(world.bill(), provider=provider)
    close = trades.close

    def pay_first(trade):
        world.pay(order)
        close(trade)

    monkeypatch.setattr(trades, "close", pay_first)
    OnlineOrder.objects.update(expires_at=NOW)
    assert actions.look_after(now=NOW + MINUTE, order=OnlineOrder.objects.get()).state == "paid"
    assert not Difference.objects.exists()


def test_bad_orders_are_refused_before_anything_is_written(world, cast):
    charge = world.bill()
    for wrong in (
        {"lines": []},
        {"lines": [(charge, yuan("0"))]},
        {"lines": [(charge, yuan("-1"))]},
        {"lines": [(charge, yuan("0.001"))]},
        {"lines": [(charge, yuan("98.61"))]},
        {"lines": [(charge, yuan("1")), (charge, yuan("1"))]},
        {"lines": [(charge, yuan("1"))], "customer": None, "unit": None},
    ):
        with pytest.raises(Refused):
            world.order(**wrong)
    with pytest.raises(Refused):
        world.order(charge, provider="cheque")
    with pytest.raises(Forbidden):
        world.order(charge, actor=cast.technician)
    world.tell(world.pay(world.order(charge)))
    with pytest.raises((Refused, Stale)):
        world.order(charge, lines=[(charge, yuan("1"))])
    assert OnlineOrder.objects.count() == 1


def test_a_closed_order_told_by_the_provider(world):
    order = world.order(world.bill())
    told = Notified(order.out_trade_no, State.CLOSED)
    assert actions.hear(company_id=order.company_id, provider="wechat", told=told, now=NOW)
    order.refresh_from_db()
    assert order.state == "closed"


def test_every_entry_is_of_the_company_and_by_the_system(world):
    world.tell(world.pay(world.order(world.bill())))
    entry = Entry.objects.get(kind="payment")
    assert (entry.actor_id, entry.actor_name) == (None, system(1).name)


def test_the_late_fee_goes_along_as_quoted_though_a_day_has_passed(world, cast):
    charge = world.bill("1000.00", due_on=date(2026, 6, 30))
    due = queries.due_by_link(PayLink(cast.company.pk, cast.estate.pk, cast.owner.pk, 0, NOW.date()), now=NOW)
    fee = due.late_fee(charge)
    assert fee > 0
    trade = world.pay(world.order(charge, late_fee=fee))
    assert not Charge.objects.filter(kind="late").exists(), "a code that nobody pays books nothing"
    world.tell(trade, now=NOW + timedelta(days=1))
    assert not Charge.objects.open().exists()
    late = Charge.objects.get(kind="late")
    assert (late.amount, late.period_end, late.on) == (fee, NOW.date(), NOW.date() + timedelta(days=1))
    assert advance(cast) == 0


def test_a_late_fee_that_grew_meanwhile_costs_nobody_a_fen(world, cast):
    charge = world.bill("1000.00", due_on=date(2026, 6, 30))
    trade = world.pay(world.order(charge, late_fee=yuan("0.01")))
    world.tell(trade)
    assert Charge.objects.open().get().kind == "late"
    assert advance(cast) == yuan("0.01")
