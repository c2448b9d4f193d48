"""The monthly run for many homes, beside one plain INSERT … SELECT of the same rows. Prints JSON.

python -m bench.billing --units 1000000

The plain statements write the month before: as many charges and the transfers that raise them, with the same text,
amounts and snapshots, under the same constraints and row security. The run then reads units and owners, computes,
writes its draft and publishes it, estate by estate, on tables that are already twice as large.
"""

import argparse
import json
import os
import sys
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

PER_ESTATE = 10_000
BEFORE, MONTH = date(2026, 9, 1), date(2026, 10, 1)

_UNITS = """
INSERT INTO places_unit (company_id, estate_id, building_id, entrance, floor, number, key, kind, status, area, note)
SELECT %(company)s, %(estate)s, %(building)s, '1', g / 100, g::text, '1-1-' || g, 'flat', 'occupied',
       60 + g %% 80 + 0.5, ''
  FROM generate_series(1, %(units)s) g
"""
_PEOPLE = (
    "CREATE TEMPORARY TABLE pair AS SELECT id AS unit, nextval('people_customer_id_seq') AS customer FROM places_unit"
    " WHERE estate_id = %(estate)s",
    "INSERT INTO people_customer (id, company_id, kind, name, version, id_number, gender, email, tags, is_key, note,"
    " consent_for, estate_ids) SELECT customer, %(company)s, 'person', '住户' || unit, 1, '', '', '', '{}', false, '',"
    " '', ARRAY[%(estate)s::bigint] FROM pair",
    "INSERT INTO people_occupancy (company_id, estate_id, unit_id, customer_id, role)"
    " SELECT %(company)s, %(estate)s, unit, customer, 'owner' FROM pair",
    "DROP TABLE pair",
)
_PLAIN_CHARGES = """
INSERT INTO ledger_charge (company_id, estate_id, tariff_id, unit_id, customer_id, kind, text, period_start, period_end,
                           due_on, "on", amount, basis, entry_id, origin)
SELECT u.company_id, u.estate_id, %(tariff)s, u.id, c.id, 'regular', '物业费 2026-09', %(start)s, %(end)s, %(start)s,
       %(start)s, round(u.area * 2.8, 2), jsonb_build_object('method', 'area', 'tariff', '物业费', 'unit',
       '1栋1单元' || u.number, 'customer', c.name, 'role', 'owner', 'area', u.area::text, 'version', %(version)s,
       'rounding', 'TO_FEN', 'quantity', u.area::text, 'per', 'month', 'pieces',
       jsonb_build_array(jsonb_build_array(%(start)s::text, %(end)s::text, '2.8', '1', '0'))), e.id, 'plain'
  FROM places_unit u JOIN people_occupancy o ON o.unit_id = u.id JOIN people_customer c ON c.id = o.customer_id
  JOIN ledger_entry e ON e.estate_id = u.estate_id AND e.kind = 'plain'
 WHERE u.estate_id = ANY (%(estates)s)
"""
_PLAIN_TRANSFERS = """
INSERT INTO ledger_transfer (company_id, estate_id, entry_id, "on", debit_id, credit_id, amount, currency, raises_id)
SELECT c.company_id, c.estate_id, c.entry_id, c."on", d.id, i.id, c.amount, 'CNY', c.id
  FROM ledger_charge c JOIN ledger_account d ON d.estate_id = c.estate_id AND d.kind = 'receivable'
  JOIN ledger_account i ON i.estate_id = c.estate_id AND i.kind = 'revenue'
 WHERE c.estate_id = ANY (%(estates)s) AND c.origin = 'plain'
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=1_000_000)
    units = options.parse_args().units
    sys.stdout.write(json.dumps(measure(units)) + "\n")


def measure(units: int) -> dict[str, Any]:
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as

    per_estate = min(units, PER_ESTATE)
    with acting_as(system(None)):
        estates, tariff, version = prepared(units // per_estate, per_estate)
        plain = _plain(estates, tariff, version)
        parts, bills = _run(estates, tariff)
    took = sum(parts.values())
    return {
        "units": per_estate * len(estates), "estates": len(estates), "bills": bills,
        "plain_charges_s": plain[0], "plain_transfers_s": plain[1], "plain_s": round(sum(plain), 1),
        **{name: round(value, 1) for name, value in parts.items()}, "run_s": round(took, 1),
        "times_plain": round(took / sum(plain), 2), "bills_per_s": round(bills / took),
    }  # fmt: skip


def prepared(count: int, per_estate: int) -> tuple[list[Any], Any, Any]:
    """Estates with their units and owners, and one fee."""
    from django.db import connection

    from guanjia.directory.places.models import Building, Company, Estate
    from guanjia.engine.access import system
    from guanjia.work.billing import actions

    company = Company.objects.order_by("pk").first() or Company.objects.create(name="量测物业")
    stamp = time.time_ns() % 1_000_000
    estates = []
    for number in range(count):
        estate = Estate.objects.create(
            company=company, code=f"R{stamp}{number}"[:12], name=f"出账量测 {stamp}-{number}"
        )
        building = Building.objects.create(company=company, estate=estate, name="1")
        here = {"company": company.pk, "estate": estate.pk, "building": building.pk, "units": per_estate}
        with connection.cursor() as cursor:
            cursor.execute(_UNITS, here)
            for statement in _PEOPLE:
                cursor.execute(statement, here)
        estates.append(estate)
    with connection.cursor() as cursor:
        for table in ("places_unit", "people_customer", "people_occupancy"):
            cursor.execute(f"ANALYZE {table}")
    us = {"actor": system(company.pk), "now": datetime(2026, 8, 1, tzinfo=estates_zone())}
    tariff = actions.create_tariff(code=f"wy{stamp}", name=f"物业费 {stamp}", **us)
    version = actions.add_version(
        tariff=tariff, since=date(2026, 1, 1), method="area", price=Decimal("2.80"), **us
    )
    return estates, tariff, version


def estates_zone() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Shanghai")


def _plain(estates: list[Any], tariff: Any, version: Any) -> tuple[float, float]:
    """Seconds of the two statements; checks at commit count with the second, the statistics between do not."""
    from django.db import connection, transaction

    from guanjia.work.ledger.actions import sides
    from guanjia.work.ledger.models import Entry

    for estate in estates:
        sides(estate, tariff)
        Entry.objects.create(
            company_id=estate.company_id, estate=estate, kind="plain", on=BEFORE, text="plain", actor_name="bench",
            at=datetime(2026, 9, 1, tzinfo=estates_zone()),
        )  # fmt: skip
    values = {
        "tariff": tariff.pk, "version": version.pk, "start": BEFORE, "end": MONTH - timedelta(days=1),
        "estates": [estate.pk for estate in estates],
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(_PLAIN_CHARGES, values)
        charges = time.perf_counter() - began
        cursor.execute("ANALYZE ledger_charge, ledger_account, ledger_entry")
        cursor.execute("DISCARD PLANS")
        began = time.perf_counter()
        cursor.execute(_PLAIN_TRANSFERS, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transfers = time.perf_counter() - began
    return round(charges, 1), round(transfers, 1)


def _run(estates: list[Any], tariff: Any) -> tuple[dict[str, float], int]:
    """Seconds of drafting and of publishing, and how many bills are out."""
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.work.billing import actions, running
    from guanjia.work.ledger.models import Charge

    now = datetime(2026, 10, 1, 9, tzinfo=estates_zone())
    parts = {"draft_s": 0.0, "publish_s": 0.0}
    for estate in estates:
        us = {"actor": system(estate.company_id), "now": now}
        with acting_as(us["actor"]):
            began = time.perf_counter()
            run = actions.start_run(estate=estate, tariffs=[tariff], start=MONTH, defer=False, **us)
            running.draft(run.pk, now=now)
            drafted = time.perf_counter()
            run = actions.publish_run(run=run, defer=False, **us)
            running.publish(run.pk, now=now)
        parts["draft_s"] += drafted - began
        parts["publish_s"] += time.perf_counter() - drafted
    return parts, Charge.objects.filter(tariff=tariff, on=MONTH).count()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    main()
