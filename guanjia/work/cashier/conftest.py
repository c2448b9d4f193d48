"""A till, an open shift of 小周 with the float in it, and bills of the home 3-2-1501."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.engine.params.models import ParameterValue
from guanjia.testing import calendar
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import DepositKind, Till
from guanjia.work.ledger.actions import raise_charges
from guanjia.work.ledger.models import Charge, Tariff

NOW = calendar.at("周三 10:00")


@pytest.fixture
def till(as_system, cast) -> Till:
    return Till.objects.create(company=cast.company, estate=cast.estate, name="一号台")


@pytest.fixture
def shift(cast, till):
    return actions.open_session(actor=cast.cashier, now=NOW, till=till, float=Decimal(500))


@pytest.fixture
def fee(as_system, cast) -> Tariff:
    return Tariff.objects.create(company=cast.company, code="wy", name="物业费")


@pytest.fixture
def bill(cast, fee):
    """`bill("98.60")` publishes a charge of the home 3-2-1501."""
    months = iter(range(1, 13))

    def publish(amount: str, due_on: date = date(2026, 12, 31)) -> Charge:
        month = next(months)
        charge = Charge(
            tariff=fee, unit=cast.unit, customer=cast.owner, text=f"物业费 2026-{month:02}",
            period_start=date(2026, month, 1), period_end=date(2026, month, 28),
            due_on=due_on, on=date(2026, month, 1), amount=Decimal(amount),
        )  # fmt: skip
        raise_charges(
            actor=cast.accountant, now=NOW, estate=cast.estate, charges=[charge], kind="bill", text="出账"
        )
        return charge

    return publish


@pytest.fixture
def take(cast, shift):
    """`take([Tendered(...)], charges=[...])` at the desk of 小周 from 王阿姨."""

    def pay(tenders, **what):
        known = {
            "actor": cast.cashier, "now": NOW, "estate": cast.estate, "session": shift,
            "customer": cast.owner, "unit": cast.unit,
        }  # fmt: skip
        return actions.take_payment(tenders=tenders, **{**known, **what})

    return pay


@pytest.fixture
def renovation(as_system, cast) -> DepositKind:
    return DepositKind.objects.create(
        company=cast.company, code="renovation", name="装修押金", amount=Decimal(1000)
    )


@pytest.fixture
def rule(cast):
    """`rule("cashier.yuan_per_point", 1)` sets a number of the company."""

    def declare(name: str, value) -> None:
        ParameterValue.objects.create(
            company=cast.company, key=name, value=value, since=NOW, at=NOW, by=cast.admin, reason="测试"
        )

    return declare
