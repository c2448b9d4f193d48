"""Fees of the demo company, and a year of bills by the same runs that people start."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.work.billing import actions, running
from guanjia.work.billing.rules.periods import DAY, add_months
from guanjia.work.ledger.models import Payee, Tariff

ONCE = (("waste", "装修垃圾清运费"), ("parking", "停车费"), ("service", "便民服务费"))
DUE = {"due_from": "start", "due_day": 15}
METERED = 3


def set_prices(company: Any, *, since: date, now: datetime) -> dict[str, Tariff]:
    """The usual fees of a company, each in force from a day on; by code."""
    us = {"actor": system(company.pk), "now": now}
    works = Payee.objects.create(company=company, name="杭州市自来水公司", contact="营业厅 0571-96390")
    fees = (
        ("wy", "物业费", "regular", None, {"method": "area", "price": Decimal("2.80"), "unit_kinds": ["flat"]}),
        ("sp", "商铺物业费", "regular", None, {"method": "area", "price": Decimal("6.50"), "unit_kinds": ["shop"],
                                             "payer": "tenant_first"}),
        ("cw", "车位管理费", "regular", None, {"method": "fixed", "price": Decimal(60), "unit_kinds": ["parking"]}),
        ("lj", "垃圾清运费", "regular", None, {"method": "fixed", "price": Decimal(15), "cycle": "quarter",
                                             "per": "period", "unit_kinds": ["flat", "shop"]}),
        ("gt", "公摊电费", "shared", None, {"method": "shared", "share_by": "area", "unit_kinds": ["flat"]}),
        ("sf", "水费", "metered", works, {"method": "metered", "meter_kind": "cold_water", "unit_kinds": ["flat"],
                                        "steps": [["17", "2.60"], ["30", "3.50"], [None, "5.00"]]}),
    )  # fmt: skip
    made = {}
    for order, (code, name, kind, payee, terms) in enumerate(fees):
        tariff = actions.create_tariff(code=code, name=name, kind=kind, payee=payee, order=order, **us)
        actions.add_version(tariff=tariff, since=since, reason="物业服务合同", **DUE, **terms, **us)
        made[code] = tariff
    repair = Tariff(company=company, code="wx", name="有偿维修费", kind=Tariff.Kind.ONE_OFF, order=10)
    repair.save()
    for order, (code, name) in enumerate(ONCE, 11):
        Tariff(company=company, code=code, name=name, kind=Tariff.Kind.ONE_OFF, order=order).save()
    return {**made, "wx": repair}


def bill_a_year(estate: Any, tariffs: dict[str, Tariff], *, today: date, actor: Any = None) -> int:
    """Twelve months through the present one, each drafted and published on its first day; water, which is read at the
    end of a month, the day after, for the last months only. Returns how many bills."""
    actor = actor or system(estate.company_id)
    bills = 0
    first = add_months(today.replace(day=1), -11)
    for at in range(12):
        month = add_months(first, at)
        now = datetime.combine(month, time(9), ZoneInfo(estate.time_zone))
        with acting_as(actor):
            if "gt" in tariffs:
                actions.save_shared_bill(
                    actor=actor, now=now, tariff=tariffs["gt"], estate=estate, period_start=month,
                    period_end=add_months(month, 1) - DAY, amount=Decimal(4000 + month.month * 210),
                    text="楼道照明和电梯",
                )  # fmt: skip
            billed = [one for code, one in tariffs.items() if code not in ("wx", "sf")]
            bills += _bill(estate, billed, month, actor, now)
            if at >= 12 - METERED and "sf" in tariffs:
                bills += _bill(estate, [tariffs["sf"]], add_months(month, -1), actor, now)
            if month == first:
                _count_rows()
    return bills


def _count_rows() -> None:
    """All of the demo is one transaction, which autovacuum cannot see into: tell the planner how large tables are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE ledger_charge, ledger_transfer, billing_draftline, places_unit, people_occupancy"
        )


def _bill(estate: Any, tariffs: list[Tariff], month: date, actor: Any, now: datetime) -> int:
    run = actions.start_run(actor=actor, now=now, estate=estate, tariffs=tariffs, start=month, defer=False)
    running.draft(run.pk, now=now + timedelta(minutes=1))
    run = actions.publish_run(actor=actor, now=now + timedelta(minutes=20), run=run, defer=False)
    running.publish(run.pk, now=now + timedelta(minutes=21))
    run.refresh_from_db()
    return int(run.totals["lines"])
