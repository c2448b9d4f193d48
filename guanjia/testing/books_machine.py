"""What the state machines of the money tests have in common: bills come, are corrected and forgiven; days pass; and
what holds whatever else is done.
"""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.testing import calendar
from guanjia.testing.cast import assemble
from guanjia.work.billing import actions as billing
from guanjia.work.billing import running
from guanjia.work.billing.late import late_fees_as_of
from guanjia.work.billing.models import LateWaiver
from guanjia.work.ledger.actions import credit, today
from guanjia.work.ledger.models import Account, Charge, Tariff, Transfer

FEN = st.integers(1, 50_000).map(lambda fen: Decimal(fen) / 100)
WHICH = st.integers(0, 5)
QUIET = settings(
    max_examples=5, stateful_step_count=30, deadline=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Books(RuleBasedStateMachine):
    """One estate, one payer. Every rule may be refused; none may harm the books."""

    @initialize()
    def begin(self) -> None:
        self.scope = acting_as(system(None))
        self.scope.__enter__()
        self.hold = transaction.atomic()
        self.hold.__enter__()
        self.now, self.cast = calendar.at("周三 10:00"), assemble()
        self.fee = Tariff.objects.create(
            company=self.cast.company, code="misc", name="服务费", kind="one_off"
        )
        us = {"actor": self.cast.headquarters, "now": self.now}
        self.monthly = billing.create_tariff(code="wy", name="物业费", estate=None, **us)
        billing.add_version(
            tariff=self.monthly, since=date(2026, 1, 1), method="area", price=Decimal("2.80"), **us
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

    @rule(amount=FEN)
    def bill(self, amount) -> None:
        self._does(
            billing.charge_once, actor=self.cast.accountant, estate=self.cast.estate, tariff=self.fee, amount=amount,
            text="服务费", unit=self.cast.unit, customer=self.cast.owner,
        )  # fmt: skip

    @rule(month=st.sampled_from([10, 11]))
    def bill_a_month(self, month) -> None:
        """Whatever was paid, credited or billed before: a second run of the same month finds nothing to do."""
        self._run(month)
        before = Charge.objects.count(), Transfer.objects.count()
        self._run(month)
        assert (Charge.objects.count(), Transfer.objects.count()) == before

    def _run(self, month) -> None:
        office = {"actor": self.cast.accountant, "now": self.now, "defer": False}
        run = billing.start_run(
            estate=self.cast.estate, tariffs=[self.monthly], start=date(2026, month, 1), **office
        )
        running.draft(run.pk, now=self.now)
        run.refresh_from_db()
        if run.totals["lines"]:
            billing.publish_run(run=run, **office)
            running.publish(run.pk, now=self.now)

    @precondition(lambda self: self.now.month == 11 and self.now.day < 25)
    @rule(days=st.sampled_from([1, 33]))
    def days_pass(self, days) -> None:
        self.now += timedelta(days=days)

    def _late(self, charges) -> Decimal:
        day = today(self.cast.estate, self.now)
        fees = late_fees_as_of([charge for charge, _part in charges], day, now=self.now)
        return sum((each.due for each in fees.values()), Decimal(0))

    @rule(amount=FEN)
    def let_off(self, amount) -> None:
        charge = Charge.objects.open().first()
        if charge:
            self._does(
                credit, actor=self.cast.manager, charge=charge, amount=amount, kind="credit", text="减免"
            )

    @rule(which=WHICH, amount=st.one_of(st.none(), FEN))
    def correct(self, which, amount) -> None:
        if charge := Charge.objects.order_by("-id")[which : which + 1].first():
            self._does(
                billing.credit_charge, actor=self.cast.accountant, charge=charge, amount=amount, reason="记错"
            )

    @rule(which=WHICH, amount=FEN)
    def waive(self, which, amount) -> None:
        if charge := Charge.objects.order_by("-id")[which : which + 1].first():
            us = {"actor": self.cast.cashier, "charge": charge, "amount": amount, "reason": "住院"}
            self._does(billing.waive_late_fee, **us)
            if asked := LateWaiver.objects.filter(state="asked").first():
                self._does(billing.decide_waiver, actor=self.cast.manager, waiver=asked, approve=True)

    @invariant()
    def the_books_hold(self) -> None:
        if not hasattr(self, "cast"):
            return
        for each in Account.objects.filter(guarded=True):
            came = total(Transfer.objects.filter(debit=each))
            went = total(Transfer.objects.filter(credit=each))
            sign = 1 if each.side == "debit" else -1
            assert each.balance == sign * (came - went) >= 0
        for charge in Charge.objects.all():
            assert 0 <= charge.settled <= charge.amount
            assert charge.settled == _settled(charge)


def total(rows) -> Decimal:
    return rows.aggregate(total=Sum("amount", default=Decimal(0)))["total"]


def _settled(charge: Charge) -> Decimal:
    moved = Transfer.objects.filter(charge=charge)
    return total(moved.filter(credit__kind="receivable")) - total(moved.filter(debit__kind="receivable"))
