"""Bills past their day; the web asks the real clock, so these tests live in it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guanjia.engine.access import system
from guanjia.kernel import time
from guanjia.work.ledger.actions import raise_charges
from guanjia.work.ledger.models import Charge, Tariff


@pytest.fixture
def now():
    return time.now()


@pytest.fixture
def owed(cast, acting, now) -> Any:
    """`owed("98.60", 40)` – a charge of 3-2-1501 that was due so many days ago."""
    with acting(system(None)):
        fee = Tariff.objects.create(company=cast.company, code="wy", name="物业费")
    months = iter(range(1, 200))

    def publish(amount: str, days_ago: int) -> Charge:
        first = date(2020 + (month := next(months)) // 12, month % 12 + 1, 1)
        charge = Charge(
            tariff=fee, unit=cast.unit, customer=cast.owner, text=f"物业费 {first:%Y-%m}", period_start=first,
            period_end=first, due_on=now.date() - timedelta(days=days_ago), on=first, amount=Decimal(amount),
        )  # fmt: skip
        with acting(system(cast.company.pk)):
            raise_charges(
                actor=cast.accountant, now=now, estate=cast.estate, charges=[charge], kind="bill", text="出账"
            )
        return charge

    return publish
