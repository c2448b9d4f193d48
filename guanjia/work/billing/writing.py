"""Draft lines into the database, and from the draft into the books: few statements for any number of lines."""

from datetime import date
from typing import Any

from django.db import connection

from guanjia.work.billing.computing import Line
from guanjia.work.billing.models import BillingRun
from guanjia.work.billing.wording import BY_RULE
from guanjia.work.ledger.models import Account, Entry

_DRAFT = """
INSERT INTO billing_draftline (company_id, estate_id, run_id, tariff_id, unit_id, customer_id, text, period_start,
  period_end, due_on, due_after, amount, previous, odd, reason, replaces_id, basis, number)
SELECT %s, %s, %s, x.*, CASE WHEN x.reason = '' THEN nextval('ledger_charge_id_seq') END
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::date[], %s::date[], %s::smallint[],
              %s::numeric[], %s::numeric[], %s::text[], %s::text[], %s::bigint[], %s::jsonb[])
    AS x (tariff, unit, customer, text, start, "end", due_on, due_after, amount, previous, odd, reason, replaces, basis)
"""

# Whatever was billed meanwhile drops out, with its reason. One look per line, however the tables have grown.
_BILLED_MEANWHILE = """
WITH found AS MATERIALIZED (
  SELECT d.id, c.id AS charge FROM billing_draftline d CROSS JOIN LATERAL (
    SELECT c.id FROM ledger_charge c
     WHERE c.tariff_id = d.tariff_id AND c.unit_id = d.unit_id AND c.kind = 'regular'
       AND c.period_start <= d.period_end AND c.period_end >= d.period_start
       AND NOT EXISTS (SELECT FROM billing_creditnote n WHERE n.charge_id = c.id AND n.withdraws)
     LIMIT 1) c
   WHERE d.run_id = %(run)s AND d.reason = '')
UPDATE billing_draftline d SET reason = 'billed', number = NULL, odd = '',
       basis = jsonb_build_object('unit', d.basis -> 'unit', 'charge', found.charge)
  FROM found WHERE d.id = found.id
"""

_CHARGES = """
INSERT INTO ledger_charge (id, company_id, estate_id, tariff_id, unit_id, customer_id, kind, text, period_start,
  period_end, due_on, "on", amount, basis, entry_id, replaces_id, origin)
SELECT number, company_id, estate_id, tariff_id, unit_id, customer_id, 'regular', text, period_start, period_end,
       greatest(coalesce(%(on)s + due_after, due_on), %(on)s), %(on)s, amount, basis, %(entry)s, replaces_id, %(origin)s
  FROM billing_draftline WHERE run_id = %(run)s AND reason = ''
"""

_TRANSFERS = """
INSERT INTO ledger_transfer (company_id, estate_id, entry_id, "on", debit_id, credit_id, amount, currency, raises_id)
SELECT d.company_id, d.estate_id, %(entry)s, %(on)s, s.owed, s.income, d.amount, 'CNY', d.number
  FROM billing_draftline d JOIN unnest(%(tariffs)s::bigint[], %(owed)s::bigint[], %(income)s::bigint[])
    AS s (tariff, owed, income) ON s.tariff = d.tariff_id
 WHERE d.run_id = %(run)s AND d.reason = ''
"""

_MIDDLE = """
SELECT tariff_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY amount), bool_or(previous IS NOT NULL)
  FROM billing_draftline WHERE run_id = %(run)s AND reason = '' GROUP BY tariff_id
"""
_ODD = """
UPDATE billing_draftline SET odd = CASE WHEN amount > %(most)s THEN 'high' ELSE 'new' END
 WHERE run_id = %(run)s AND tariff_id = %(tariff)s AND reason = '' AND odd = ''
   AND (amount > %(most)s OR (%(compared)s AND previous IS NULL))
"""
_TOTALS = """
SELECT count(*) FILTER (WHERE reason = ''), coalesce(sum(amount) FILTER (WHERE reason = ''), 0),
       coalesce(sum(previous) FILTER (WHERE reason = ''), 0), count(*) FILTER (WHERE odd <> ''),
       count(DISTINCT unit_id) FILTER (WHERE reason = ''),
       count(*) FILTER (WHERE reason <> '' AND reason <> ALL (%(by_rule)s))
  FROM billing_draftline WHERE run_id = %(run)s
"""


def insert_lines(run: BillingRun, lines: list[Line], dumps: Any) -> None:
    """One statement for a batch. `dumps` writes a basis as JSON."""
    if not lines:
        return
    columns: list[list[Any]] = [list(column) for column in zip(*lines, strict=True)]
    columns[-1] = [dumps(basis) for basis in columns[-1]]
    _run(_DRAFT, [run.company_id, run.estate_id, run.pk, *columns])


def drop_lines(run: BillingRun) -> None:
    _run("DELETE FROM billing_draftline WHERE run_id = %s", [run.pk])


def mark_odd(run: BillingRun, *, times: int) -> None:
    """Lines without a last time where others have one, and lines far above the middle one of their fee."""
    with connection.cursor() as cursor:
        cursor.execute(_MIDDLE, {"run": run.pk})
        found = cursor.fetchall()
    for tariff, middle, compared in found:
        _run(_ODD, {"run": run.pk, "tariff": tariff, "most": middle * times, "compared": compared})


def totals_of(run: BillingRun) -> dict[str, Any]:
    """Of the whole draft, as JSON values; `silent` counts where something is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"run": run.pk, "by_rule": list(BY_RULE)})
        lines, amount, previous, odd, units, silent = cursor.fetchone()
    return {
        "lines": lines, "amount": str(amount), "previous": str(previous), "odd": odd, "units": units,
        "silent": silent,
    }  # fmt: skip


def drop_billed(run: BillingRun) -> int:
    """Take out what other bills cover by now; how many lines."""
    return _run(_BILLED_MEANWHILE, {"run": run.pk})


def publish_lines(
    run: BillingRun, entry: Entry, on: date, accounts: dict[int, tuple[Account, Account]]
) -> int:
    """Charges and the transfers that raise them; how many.

    The ledger's triggers keep the plan of their first call on a connection, made for one payment or an empty table; on
    thousands of transfers it takes minutes. So they plan anew for these, and again for what comes after.
    """
    _run(_CHARGES, {"run": run.pk, "on": on, "entry": entry.pk, "origin": f"run:{run.pk}"})
    _run("DISCARD PLANS", None)
    written = _run(
        _TRANSFERS,
        {
            "run": run.pk, "on": on, "entry": entry.pk, "tariffs": list(accounts),
            "owed": [owed.pk for owed, _income in accounts.values()],
            "income": [income.pk for _owed, income in accounts.values()],
        },
    )  # fmt: skip
    _run("DISCARD PLANS", None)
    return written


def readings_of(run: BillingRun) -> list[int]:
    """The meter readings that the draft's bills stand on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r::bigint FROM billing_draftline, jsonb_array_elements_text(basis -> 'readings') r"
            " WHERE run_id = %s AND reason = '' AND basis ? 'readings'",
            [run.pk],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _run(sql: str, values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount
