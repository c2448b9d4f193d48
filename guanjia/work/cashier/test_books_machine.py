"""Whatever cashiers do in whatever order, the books hold: hypothesis plays all money actions against each other."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from guanjia.testing.books_machine import FEN, QUIET, WHICH, Books, total
from guanjia.work.cashier import actions
from guanjia.work.cashier.accounts import drawer
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import (
    CashSession,
    Deposit,
    DepositAct,
    DepositKind,
    Payment,
    PointsGrant,
    Refund,
    Tender,
    Till,
)
from guanjia.work.cashier.rules import DENOMINATIONS, Means
from guanjia.work.ledger.actions import account
from guanjia.work.ledger.models import Account, Charge, Transfer

MEANS = st.sampled_from([Means.CASH, Means.CARD, Means.WECHAT, Means.PREPAID, Means.TRANSFER])
PREPAY = st.one_of(st.just(Decimal(0)), FEN)


class Desk(Books):
    """One till, two cashiers."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.till = Till.objects.create(company=self.cast.company, estate=self.cast.estate, name="一号台")
        self.kind = DepositKind.objects.create(
            company=self.cast.company, code="key", name="钥匙押金", amount=Decimal(50)
        )

    @property
    def shift(self) -> CashSession | None:
        return CashSession.objects.filter(closed_at=None).first()

    @rule(float=FEN, who=st.sampled_from(["cashier", "second_cashier"]))
    def open(self, float, who) -> None:
        self._does(actions.open_session, actor=getattr(self.cast, who), till=self.till, float=float)

    @rule(means=MEANS, other=MEANS, part=st.integers(1, 100), late=st.booleans(), prepay=PREPAY)
    def pay(self, means, other, part, late, prepay) -> None:
        charges = [(each, each.outstanding) for each in Charge.objects.open().order_by("id")[:3]]
        if charges:
            last, owed = charges[-1]
            charges[-1] = (last, max(Decimal("0.01"), (owed * part / 100).quantize(Decimal("0.01"))))
        total = sum((amount for _charge, amount in charges), prepay) + (self._late(charges) if late else 0)
        half = (total / 2).quantize(Decimal("0.01"))
        tenders = [Tendered(means, total - half), Tendered(other, half)] if half and means != other else [
            Tendered(means, total)]  # fmt: skip
        self._take(tenders, charges=charges, prepay=prepay, with_late_fee=late)

    @rule(points=st.integers(1, 5000))
    def pay_with_points(self, points) -> None:
        """A present of points, and as many as are allowed spent on a bill at once."""
        self._does(
            actions.give_points, actor=self.cast.supervisor, estate=self.cast.estate, customer=self.cast.owner,
            points=points, text="活动",
        )  # fmt: skip
        if charge := Charge.objects.open().first():
            worth = min(Decimal(points) / 100, (charge.outstanding / 5).quantize(Decimal("0.01")))
            rest = charge.outstanding - worth
            tenders = [Tendered(Means.POINTS, worth), Tendered(Means.CARD, rest)]
            self._take(tenders, charges=[(charge, charge.outstanding)])

    def _take(self, tenders, **what) -> None:
        shift = self.shift
        self._does(
            actions.take_payment, actor=shift.cashier if shift else self.cast.cashier,
            estate=self.cast.estate, tenders=tenders, customer=self.cast.owner, unit=self.cast.unit,
            session=shift, **what,
        )  # fmt: skip

    @rule(which=WHICH)
    def void(self, which) -> None:
        payment = Payment.objects.order_by("-id")[which : which + 1].first()
        if payment:
            who = payment.session.cashier if payment.session else self.cast.cashier
            self._does(actions.void_payment, actor=who, payment=payment, reason="收错")

    @rule(which=WHICH, amount=FEN)
    def ask_refund(self, which, amount) -> None:
        payment = Payment.objects.order_by("-id")[which : which + 1].first()
        if payment:
            parts = {line: min(amount, line.amount) for line in payment.lines.filter(amount__gt=0)[:1]}
            self._does(
                actions.request_refund, actor=self.cast.cashier, payment=payment, parts=parts, reason="多收"
            )

    @rule(which=WHICH)
    def approve_refund(self, which) -> None:
        if asked := Refund.objects.order_by("-id")[which : which + 1].first():
            self._does(actions.approve_refund, actor=self.cast.manager, refund=asked)

    @rule(which=WHICH)
    def pay_back(self, which) -> None:
        if asked := Refund.objects.order_by("-id")[which : which + 1].first():
            shift = self.shift
            who = shift.cashier if shift else self.cast.cashier
            self._does(actions.pay_refund, actor=who, refund=asked, session=shift)

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

    @rule(amount=FEN)
    def keep(self, amount) -> None:
        deposit = Deposit.objects.exclude(held_at=None).filter(returned_at=None).first()
        if deposit:
            photo = SimpleUploadedFile("门.png", b"\x89PNG\r\n\x1a\nrest", "image/png")
            self._does(
                actions.keep_deposit, actor=self.cast.desk, deposit=deposit, amount=amount, reason="门坏了",
                evidence=photo,
            )  # fmt: skip
        if act := DepositAct.objects.filter(kind="keep", approved_at=None).first():
            self._does(actions.approve_keeping, actor=self.cast.manager, act=act)

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
    def receipts_are_what_lies_in_the_drawer(self) -> None:
        if not hasattr(self, "cast") or self.shift is None:
            return
        shift = self.shift
        taken = Tender.objects.filter(payment__session=shift, payment__voided_at=None, means="cash")
        cash = account(self.till.estate, *drawer(self.till))
        out = Transfer.objects.filter(credit=cash, entry__at__gte=shift.opened_at)
        given = out.filter(entry__kind__in=["refund", "deposit"])
        assert cash.balance == shift.float + total(taken) - total(given)

    @invariant()
    def points_are_what_their_grants_have_left(self) -> None:
        if hasattr(self, "cast"):
            left = PointsGrant.objects.aggregate(sum=Sum("left", default=0))["sum"]
            assert left == sum(each.balance for each in Account.objects.filter(kind="points"))

    @invariant()
    def nothing_was_given_back_that_did_not_come(self) -> None:
        if hasattr(self, "cast"):
            for each in Payment.objects.filter(refunded__gt=0):
                assert each.voided_at is None and each.refunded <= each.amount

    @invariant()
    def every_receipt_number_is_there_once(self) -> None:
        if hasattr(self, "cast"):
            numbers = sorted(Payment.objects.values_list("number", flat=True))
            assert numbers == [f"SJ26-{n:06}" for n in range(1, len(numbers) + 1)]


@pytest.mark.django_db
def test_the_books_hold_whatever_is_done(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    run_state_machine_as_test(Desk, settings=QUIET)
