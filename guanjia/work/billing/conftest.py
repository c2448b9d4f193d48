"""An estate with fees, and runs carried through without a worker."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing import calendar
from guanjia.work.billing import actions, running
from guanjia.work.billing.models import BillingRun, DraftLine
from guanjia.work.ledger.models import Charge, Tariff

NOW = calendar.at("周三 10:00")
NOVEMBER = date(2026, 11, 1)


class Office:
    """钱会计 at her desk, and 陈经理 who approves."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.now = NOW

    def fee(
        self, code: str = "wy", name: str = "物业费", *, estate=None, since=date(2026, 1, 1), **terms
    ) -> Tariff:
        who = self.cast.headquarters if estate is None else self.cast.accountant
        us = {"actor": who, "now": self.now}
        with acting_as(who):
            tariff = actions.create_tariff(code=code, name=name, estate=estate, **us)
            values = {"method": "area", "price": Decimal("2.80"), **terms}
            actions.add_version(tariff=tariff, since=since, **values, **us)
        return tariff

    def home(self, number: str, **values) -> Unit:
        cast = self.cast
        values = {"area": "100.00", "entrance": "2", "number": number, "key": f"3-2-{number}", **values}
        return Unit.objects.create(company=cast.company, estate=cast.estate, building=cast.building, **values)

    def person(self, unit: Unit, name: str, role: str = "owner", **days) -> Customer:
        made = Customer.objects.create(company=unit.company, name=name)
        Occupancy.objects.create(
            company=unit.company, estate=unit.estate, unit=unit, customer=made, role=role, **days
        )
        return made

    def draft(self, *tariffs: Tariff, start: date = NOVEMBER, months: int = 1, now=None) -> BillingRun:
        now = now or self.now
        with acting_as(self.cast.accountant):
            run = actions.start_run(
                actor=self.cast.accountant, now=now, estate=self.cast.estate, tariffs=tariffs, start=start,
                months=months, defer=False,
            )  # fmt: skip
        running.draft(run.pk, now=now)
        run.refresh_from_db()
        return run

    def publish(self, run: BillingRun, now=None) -> BillingRun:
        now = now or self.now
        with acting_as(self.cast.accountant):
            actions.publish_run(actor=self.cast.accountant, now=now, run=run, defer=False)
        running.publish(run.pk, now=now)
        run.refresh_from_db()
        return run

    def bill(self, *tariffs: Tariff, **window) -> list[Charge]:
        run = self.publish(self.draft(*tariffs, **window))
        return list(Charge.objects.filter(entry=run.entry_id).order_by("unit", "tariff", "period_start"))

    def lines(self, run: BillingRun) -> list[DraftLine]:
        return list(run.lines.order_by("unit", "tariff", "period_start"))

    def reasons(self, run: BillingRun) -> dict[int, str]:
        return {line.unit_id: line.reason for line in run.lines.order_by("unit") if line.reason}


@pytest.fixture
def office(cast) -> Office:
    return Office(cast)
