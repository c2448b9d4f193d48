"""A counter with bills on it; the web asks the real clock, so these tests live in it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.indexing import index_units
from guanjia.engine.access import system
from guanjia.kernel import time
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import DepositKind, Till
from guanjia.work.ledger.actions import raise_charges
from guanjia.work.ledger.models import Charge, Tariff


@pytest.fixture
def now():
    return time.now()


@pytest.fixture
def till(cast, acting):
    with acting(system(None)):
        index_customers([cast.owner.pk])
        index_units([cast.unit])
        return Till.objects.create(company=cast.company, estate=cast.estate, name="一号台")


@pytest.fixture
def shift(cast, till, acting, now):
    with acting(cast.cashier):
        return actions.open_session(actor=cast.cashier, now=now, till=till, float=Decimal(500))


@pytest.fixture
def bill(cast, acting, now) -> Any:
    """`bill("98.60")` publishes a charge of 王阿姨's home, due in a week; `unit=`, `customer=` for others."""
    with acting(system(None)):
        fee = Tariff.objects.create(company=cast.company, code="wy", name="物业费")
    months = iter(range(1, 200))

    def publish(amount: str, *, unit=None, customer=None, due_in: int = 7) -> Charge:
        first = date(2020 + (month := next(months)) // 12, month % 12 + 1, 1)
        charge = Charge(
            tariff=fee, unit=unit or cast.unit, customer=customer or cast.owner, text=f"物业费 {first:%Y-%m}",
            period_start=first, period_end=first, due_on=now.date() + timedelta(days=due_in), on=first,
            amount=Decimal(amount),
        )  # fmt: skip
        with acting(system(cast.company.pk)):
            raise_charges(
                actor=cast.accountant, now=now, estate=cast.estate, charges=[charge], kind="bill", text="出账"
            )
        return charge

    return publish


@pytest.fixture
def renovation(cast, acting) -> DepositKind:
    with acting(system(None)):
        return DepositKind.objects.create(
            company=cast.company, code="renovation", name="装修押金", amount=Decimal(1000)
        )
