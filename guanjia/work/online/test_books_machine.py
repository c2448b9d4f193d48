"""The same with payments by phone in between: told late, twice, in any order, with a wrong amount, and compared."""

from decimal import Decimal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.simulator import trades
from guanjia.channels.wallets.simulator.opening import notice_of
from guanjia.engine.access import system
from guanjia.testing.books_machine import QUIET, WHICH, total
from guanjia.work.cashier.test_books_machine import Desk
from guanjia.work.ledger.models import Charge, Transfer
from guanjia.work.online import actions
from guanjia.work.online.models import Difference, OnlineOrder, OnlineRefund


class DeskAndPhones(Desk):
    """The provider errs, too: a payment twice, an amount that is not the order's."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.us = system(self.cast.company.pk)

    @rule(prepay=st.sampled_from([Decimal(0), Decimal("0.50")]))
    def order(self, prepay) -> None:
        lines = [(each, each.outstanding) for each in Charge.objects.open().order_by("id")[:2]]
        self._does(
            actions.open_order, actor=self.us, estate=self.cast.estate, provider="wechat", lines=lines, prepay=prepay,
            customer=self.cast.owner, unit=self.cast.unit,
        )  # fmt: skip

    @rule(which=WHICH, again=st.booleans(), more=st.sampled_from([0, 0, 0, 100]))
    def paid_by_phone(self, which, again, more) -> None:
        trade = SimulatedTrade.objects.order_by("-id")[which : which + 1].first()
        if trade and trade.state == "open" and trade.expires_at > self.now:
            SimulatedTrade.objects.filter(pk=trade.pk).update(fen=trade.fen + more)
            trade = trades.pay(trade, now=self.now)
        if trade and again and trade.state == "paid":
            second = f"{trade.transaction_id}B"
            if len(second) < 32 and not SimulatedTrade.objects.filter(transaction_id=second).exists():
                trades.pay_again(trade, now=self.now)

    @rule(which=WHICH, times=st.integers(1, 3))
    def told(self, which, times) -> None:
        trade = SimulatedTrade.objects.exclude(paid_at=None).order_by("-id")[which : which + 1].first()
        for _again in range(times if trade else 0):
            headers, body = notice_of(trade, now=self.now)
            actions.take_notify(
                provider="wechat", company_id=self.cast.company.pk, headers=headers, body=body, now=self.now
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
def test_the_books_hold_whatever_is_done_at_desk_and_phones(simulated, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run_state_machine_as_test(DeskAndPhones, settings=QUIET)
