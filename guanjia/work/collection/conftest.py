"""Bills of 王阿姨 (3-2-1501) and of whole streets of neighbours, past their day or not."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.params.models import ParameterValue
from guanjia.testing import calendar
from guanjia.work.cashier.actions import open_session, take_payment
from guanjia.work.cashier.actions.taking import Tendered
from guanjia.work.cashier.models import Till
from guanjia.work.cashier.rules import Means
from guanjia.work.collection.actions.calling import Whom
from guanjia.work.ledger.actions import raise_charges, sides
from guanjia.work.ledger.models import Charge, Entry, Tariff

NOW = calendar.at("周三 10:00")
TODAY = NOW.date()


@pytest.fixture
def fee(as_system, cast) -> Tariff:
    return Tariff.objects.create(company=cast.company, code="wy", name="物业费")


@pytest.fixture
def bill(cast, fee):
    """`bill("98.60", due_on=…)` publishes a charge of the home 3-2-1501, or of another `unit`."""
    months = iter(range(12 * 200))

    def publish(amount: str, due_on: date, **more) -> Charge:
        at = next(months)
        first = date(2000 + at // 12, at % 12 + 1, 1)
        whose = {"unit": cast.unit, "customer": cast.owner} | more
        charge = Charge(
            tariff=fee, text=f"物业费 {first:%Y-%m}", period_start=first, period_end=first,
            due_on=due_on, on=first, amount=Decimal(amount), **whose,
        )  # fmt: skip
        estate = charge.unit.estate if charge.unit else cast.estate
        raise_charges(
            actor=cast.accountant, now=NOW, estate=estate, charges=[charge], kind="bill", text="出账"
        )
        return charge

    return publish


@pytest.fixture
def pay(cast, as_system):
    """`pay(charge, "50")` in cash at the desk."""
    till = Till.objects.create(company=cast.company, estate=cast.estate, name="一号台")
    shift = open_session(actor=cast.cashier, now=NOW, till=till, float=Decimal(500))

    def take(charge: Charge, amount: str, now=NOW):
        return take_payment(
            actor=cast.cashier, now=now, estate=cast.estate, session=shift, customer=cast.owner, unit=cast.unit,
            tenders=[Tendered(Means.CASH, Decimal(amount))], charges=[(charge, Decimal(amount))],
        )  # fmt: skip

    return take


@pytest.fixture
def rule(cast):
    """`rule("collection.least", 1)` sets a number of the company."""

    def declare(name: str, value) -> None:
        ParameterValue.objects.create(
            company=cast.company, key=name, value=value, since=NOW, at=NOW, by=cast.admin, reason="测试"
        )

    return declare


@pytest.fixture
def street(cast, fee):
    """`street(1_000, due_on)` – so many homes with an open bill (or several) each, as billing runs leave them."""

    def build(number: int, due_on: date, bills: int = 1) -> None:
        home = {"company": cast.company, "estate": cast.estate}
        units = Unit.objects.bulk_create(
            Unit(**home, building=cast.building, zone=cast.zone, number=f"N{at}", key=f"3-N{at}")
            for at in range(number)
        )
        people = Customer.objects.bulk_create(
            Customer(company=cast.company, name=f"邻居{at}", estate_ids=[cast.estate.pk])
            for at in range(number)
        )
        Occupancy.objects.bulk_create(
            Occupancy(**home, unit=unit, customer=one) for unit, one in zip(units, people, strict=True)
        )
        _publish(cast, fee, units, due_on=due_on, bills=bills)

    return build


# The charges of a run and the transfers that raise them, in two statements. Statistics, because the plans of an empty
# table compare each row with all others; the keys are checked while they are fresh.
BILLS = """
INSERT INTO ledger_charge (company_id, estate_id, tariff_id, unit_id, customer_id, kind, text, period_start, period_end,
                           due_on, "on", amount, basis, entry_id, origin)
SELECT o.company_id, o.estate_id, %(fee)s, o.unit_id, o.customer_id, 'regular', '物业费', date '2026-09-01' + day,
       '2026-09-30', %(due_on)s, '2026-09-01', 276.08, '{}', %(entry)s, ''
  FROM people_occupancy o, generate_series(0, %(bills)s - 1) day WHERE o.unit_id = ANY (%(units)s)
"""
RAISED = """
INSERT INTO ledger_transfer (company_id, estate_id, entry_id, "on", debit_id, credit_id, amount, currency, raises_id)
SELECT company_id, estate_id, entry_id, %(day)s, %(owed)s, %(income)s, amount, 'CNY', id
  FROM ledger_charge WHERE entry_id = %(entry)s
"""


def _publish(cast, fee: Tariff, units: list[Unit], *, due_on: date, bills: int) -> None:
    owed, income = sides(cast.estate, fee)
    entry = Entry.objects.create(
        company=cast.company,
        estate=cast.estate,
        kind="bill",
        on=TODAY,
        text="出账",
        at=NOW,
        actor_name="测试",
    )
    said = {
        "fee": fee.pk, "units": [unit.pk for unit in units], "bills": bills, "due_on": due_on, "entry": entry.pk,
        "day": TODAY, "owed": owed.pk, "income": income.pk,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BILLS, said)
        cursor.execute("ANALYZE places_unit, people_customer, people_occupancy, ledger_charge")
        cursor.execute(RAISED, said)
        cursor.execute("ANALYZE ledger_transfer, ledger_entry, ledger_account")
        for when in ("IMMEDIATE", "DEFERRED"):
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


@pytest.fixture
def wang(cast) -> Whom:
    return Whom(cast.estate, cast.unit, cast.owner)
