"""The books hold whatever phones and providers do: told late, twice, in any order, with a wrong amount, sent back."""

from decimal import Decimal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.simulator import trades
from guanjia.channels.wallets.simulator.opening import notice_of
from guanjia.engine.access import system
from guanjia.testing.books_machine import QUIET, WHICH, Books, total
from guanjia.work.cashier.actions import Tendered, take_payment
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Charge, Transfer
from guanjia.work.online import actions
from guanjia.work.online.models import Difference, OnlineOrder, OnlineRefund


class Phones(Books):
    """The provider errs, too: a payment twice, an amount that is not the order's."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.us = system(self.cast.company.pk)

    @rule(more=st.sampled_from([0, 0, 0, 100]), again=st.booleans(), times=st.integers(0, 3))
    def paid_by_phone(self, more, again, times) -> None:
        """Told at once as often as that, or later; meanwhile the desk may take money for the same bills."""
        lines = [(each, each.outstanding) for each in Charge.objects.open().order_by("id")[:2]]
        order = actions.open_order(
            actor=self.us, now=self.now, estate=self.cast.estate, provider="wechat", lines=lines,
            prepay=Decimal("0.50"), customer=self.cast.owner, unit=self.cast.unit,
        )  # fmt: skip
        trade = SimulatedTrade.objects.get(out_trade_no=order.out_trade_no)
        SimulatedTrade.objects.filter(pk=trade.pk).update(fen=trade.fen + more)
        trade = trades.pay(trade, now=self.now)
        if again:
            trades.pay_again(trade, now=self.now)
        self.told(times, False)

    @rule()
    def paid_at_the_desk(self) -> None:
        if charge := Charge.objects.open().order_by("id").first():
            self._does(
                take_payment, actor=self.cast.cashier, estate=self.cast.estate, customer=self.cast.owner,
                tenders=[Tendered(Means.CARD, charge.outstanding)], charges=[(charge, charge.outstanding)],
            )  # fmt: skip

    @rule(times=st.integers(1, 3), last_first=st.booleans())
    def told(self, times, last_first) -> None:
        for trade in SimulatedTrade.objects.exclude(paid_at=None).order_by("-id" if last_first else "id"):
            headers, body = notice_of(trade, now=self.now)
            for _again in range(times):
                actions.take_notify(
                    provider="wechat",
                    company_id=self.cast.company.pk,
                    headers=headers,
                    body=body,
                    now=self.now,
                )

    @rule(which=WHICH, how=st.sampled_from(["booked", "returned"]))
    def resolve(self, which, how) -> None:
        open_ones = Difference.objects.filter(resolved_at=None).order_by("id")
        if one := open_ones[which : which + 1].first():
            for who in (self.cast.accountant, self.cast.manager):
                self._does(actions.resolve_difference, actor=who, difference=one, how=how, reason="已核对")
        for refund in OnlineRefund.objects.filter(state="waiting"):
            actions.send_refund(now=self.now, refund=refund)

    @invariant()
    def what_waits_is_what_differs(self) -> None:
        if hasattr(self, "cast"):
            suspense = (
                Transfer.objects.filter(credit__kind="suspense"),
                Transfer.objects.filter(debit__kind="suspense"),
            )
            waits, gone = map(total, suspense)
            asked = Difference.objects.filter(resolved_at=None).exclude(entry=None)
            assert waits - gone == sum(one.theirs for one in asked)

    @invariant()
    def every_order_is_booked_once(self) -> None:
        if hasattr(self, "cast"):
            for order in OnlineOrder.objects.exclude(payment=None):
                assert order.payment.amount == order.received


@pytest.mark.django_db
def test_the_books_hold_whatever_is_done_by_phone(simulated, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run_state_machine_as_test(Phones, settings=QUIET)
