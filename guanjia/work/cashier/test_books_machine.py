"""Whatever cashiers do in whatever order, the books hold: hypothesis plays all money actions against each other."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.testing import calendar
from guanjia.testing.cast import assemble
from guanjia.work.billing.actions import charge_once
from guanjia.work.cashier import actions
from guanjia.work.cashier.accounts import drawer
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import (
    CashSession,
    Deposit,
    DepositKind,
    Payment,
    Refund,
    Tender,
    Till,
)
from guanjia.work.cashier.rules import DENOMINATIONS, Means
from guanjia.work.ledger.actions import account, credit
from guanjia.work.ledger.models import Account, Charge, Tariff, Transfer

FEN = st.integers(1, 50_000).map(lambda fen: Decimal(fen) / 100)
MEANS = st.sampled_from([Means.CASH, Means.CARD, Means.WECHAT, Means.PREPAID, Means.TRANSFER])


class Desk(RuleBasedStateMachine):
    """One till, two cashiers, one payer. Every rule may be refused; none may harm the books."""

    @initialize()
    def begin(self) -> None:
        self.scope = acting_as(system(None))
        self.scope.__enter__()
        self.hold = transaction.atomic()
        self.hold.__enter__()
        self.now, self.cast = calendar.at("周三 10:00"), assemble()
        self.till = Till.objects.create(company=self.cast.company, estate=self.cast.estate, name="一号台")
        self.fee = Tariff.objects.create(
            company=self.cast.company, code="misc", name="服务费", kind="one_off"
        )
        self.kind = DepositKind.objects.create(
            company=self.cast.company, code="key", name="钥匙押金", amount=Decimal(50)
        )

    def teardown(self) -> None:
        if hasattr(self, "hold"):
            transaction.set_rollback(True)
            self.hold.__exit__(None, None, None)
            self.scope.__exit__(None, None, None)

    def _does(self, command, **what):
        self.now += timedelta(minutes=1)
        with suppress(Refused), transaction.atomic():
            return command(now=self.now, **what)

    @property
    def shift(self) -> CashSession | None:
        return CashSession.objects.filter(closed_at=None).first()

    @rule(amount=FEN)
    def bill(self, amount) -> None:
        self._does(
            charge_once, actor=self.cast.accountant, estate=self.cast.estate, tariff=self.fee, amount=amount,
            text="服务费", unit=self.cast.unit, customer=self.cast.owner,
        )  # fmt: skip

    @rule(float=FEN, who=st.sampled_from(["cashier", "second_cashier"]))
    def open(self, float, who) -> None:
        self._does(actions.open_session, actor=getattr(self.cast, who), till=self.till, float=float)

    @rule(means=MEANS, other=MEANS, part=st.integers(1, 100), prepay=st.one_of(st.just(Decimal(0)), FEN))
    def pay(self, means, other, part, prepay) -> None:
        charges = [(each, each.outstanding) for each in Charge.objects.open().order_by("id")[:3]]
        if charges:
            last, owed = charges[-1]
            charges[-1] = (last, max(Decimal("0.01"), (owed * part / 100).quantize(Decimal("0.01"))))
        total = sum((amount for _charge, amount in charges), prepay)
        half = (total / 2).quantize(Decimal("0.01"))
        tenders = [Tendered(means, total - half), Tendered(other, half)] if half and means != other else [
            Tendered(means, total)]  # fmt: skip
        self._take(tenders, charges=charges, prepay=prepay)

    def _take(self, tenders, **what) -> None:
        shift = self.shift
        self._does(
            actions.take_payment, actor=shift.cashier if shift else self.cast.cashier,
            estate=self.cast.estate, tenders=tenders, customer=self.cast.owner, unit=self.cast.unit,
            session=shift, **what,
        )  # fmt: skip

    @rule(which=st.integers(0, 5))
    def void(self, which) -> None:
        payment = Payment.objects.order_by("-id")[which : which + 1].first()
        if payment:
            who = payment.session.cashier if payment.session else self.cast.cashier
            self._does(actions.void_payment, actor=who, payment=payment, reason="收错")

    @rule(which=st.integers(0, 5), amount=FEN)
    def refund(self, which, amount) -> None:
        payment = Payment.objects.order_by("-id")[which : which + 1].first()
        if payment is None:
            return
        parts = {line: min(amount, line.amount) for line in payment.lines.filter(amount__gt=0)[:1]}
        asked = self._does(
            actions.request_refund, actor=self.cast.cashier, payment=payment, parts=parts, reason="多收"
        )
        if asked:
            self._does(actions.approve_refund, actor=self.cast.manager, refund=asked)
            self._pay_back(asked)

    def _pay_back(self, asked: Refund) -> None:
        shift = self.shift
        who = shift.cashier if shift else self.cast.cashier
        self._does(actions.pay_refund, actor=who, refund=asked, session=shift)

    @rule(amount=FEN)
    def let_off(self, amount) -> None:
        charge = Charge.objects.open().first()
        if charge:
            self._does(
                credit, actor=self.cast.manager, charge=charge, amount=amount, kind="credit", text="减免"
            )

    @rule()
    def use_advance(self) -> None:
        self._does(
            actions.use_prepaid, actor=self.cast.cashier, estate=self.cast.estate, customer=self.cast.owner
        )

    @rule(means=MEANS)
    def deposit(self, means) -> None:
        asked = self._does(
            actions.ask_deposit, actor=self.cast.desk, estate=self.cast.estate, kind=self.kind,
            customer=self.cast.owner,
        )  # fmt: skip
        self._take([Tendered(means, asked.amount)], deposits=[asked])

    @rule(amount=FEN)
    def give_back(self, amount) -> None:
        deposit = Deposit.objects.exclude(held_at=None).filter(returned_at=None).first()
        if deposit:
            shift = self.shift
            who = shift.cashier if shift else self.cast.cashier
            self._does(actions.let_go, actor=self.cast.desk, deposit=deposit, due_on=date(2026, 1, 1))
            self._does(
                actions.return_deposit, actor=who, deposit=deposit, amount=amount, means=Means.CASH,
                receiver="王阿姨", session=shift,
            )  # fmt: skip

    @precondition(lambda self: self.shift is not None)
    @rule(missing=st.integers(0, 3))
    def close(self, missing) -> None:
        shift = self.shift
        left, counts = account(self.till.estate, *drawer(self.till)).balance, {}
        for note in DENOMINATIONS:
            counts[str(note)], left = int(left // note), left % note
        counts["0.1"] = max(0, counts["0.1"] - missing)
        to = self.cast.second_cashier if shift.cashier == self.cast.cashier else self.cast.cashier
        self._does(
            actions.close_session, actor=shift.cashier, session=shift, counts=counts, to=to,
            explanation="分币不计",
        )  # fmt: skip

    @invariant()
    def the_books_hold(self) -> None:
        if not hasattr(self, "cast"):
            return
        for each in Account.objects.filter(guarded=True):
            came = _sum(Transfer.objects.filter(debit=each))
            went = _sum(Transfer.objects.filter(credit=each))
            sign = 1 if each.side == "debit" else -1
            assert each.balance == sign * (came - went) >= 0
        for charge in Charge.objects.all():
            assert 0 <= charge.settled <= charge.amount
            assert charge.settled == _settled(charge)

    @invariant()
    def receipts_are_what_lies_in_the_drawer(self) -> None:
        if not hasattr(self, "cast") or self.shift is None:
            return
        shift = self.shift
        taken = Tender.objects.filter(payment__session=shift, payment__voided_at=None, means="cash")
        cash = account(self.till.estate, *drawer(self.till))
        out = Transfer.objects.filter(credit=cash, entry__at__gte=shift.opened_at)
        given = out.filter(entry__kind__in=["refund", "deposit"])
        assert cash.balance == shift.float + _sum(taken) - _sum(given)

    @invariant()
    def every_receipt_number_is_there_once(self) -> None:
        if hasattr(self, "cast"):
            numbers = sorted(Payment.objects.values_list("number", flat=True))
            assert numbers == [f"SJ26-{n:06}" for n in range(1, len(numbers) + 1)]


def _sum(rows) -> Decimal:
    return rows.aggregate(total=Sum("amount", default=Decimal(0)))["total"]


def _settled(charge: Charge) -> Decimal:
    moved = Transfer.objects.filter(charge=charge)
    return _sum(moved.filter(credit__kind="receivable")) - _sum(moved.filter(debit__kind="receivable"))


@pytest.mark.django_db
def test_the_books_hold_whatever_is_done() -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
