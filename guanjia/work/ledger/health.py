"""Whether the books agree with themselves. Small ones are looked at as a whole, large ones by a sample."""

from collections.abc import Iterable

from django.db import connection

from guanjia.engine.health.findings import Finding, bad, good

WHOLE, SOME = 300_000, 200
WHOLLY = 100.0
MEND = (
    "Stop closing and posting; restore, or ask for help with this output. Nothing mends the books by itself."
)

# Charges and entries are looked at in blocks (`TABLESAMPLE SYSTEM`), so a large table costs no more than a small one.
_CHARGES = """
SELECT count(*), count(*) FILTER (WHERE raised.n IS DISTINCT FROM 1),
       count(*) FILTER (WHERE coalesce(settled.sum, 0) <> c.settled)
  FROM ledger_charge c TABLESAMPLE SYSTEM (%(part)s)
  LEFT JOIN LATERAL (SELECT count(*) AS n FROM ledger_transfer t
                      WHERE t.raises_id = c.id AND t.amount = c.amount) raised ON true
  LEFT JOIN LATERAL (
    SELECT sum(CASE WHEN k.kind LIKE 'receivable%%' AND d.kind NOT LIKE 'receivable%%' THEN t.amount
                    WHEN d.kind LIKE 'receivable%%' AND k.kind NOT LIKE 'receivable%%' THEN -t.amount END) AS sum
      FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account k ON k.id = t.credit_id
     WHERE t.charge_id = c.id) settled ON true
"""
_ENTRIES = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM ledger_transfer t WHERE t.entry_id = e.id))
  FROM ledger_entry e TABLESAMPLE SYSTEM (%(part)s)
"""
# All transfers of an account are needed to check its balance, so of large books some accounts are picked.
_PICKED = "SELECT id FROM ledger_account WHERE guarded ORDER BY random() LIMIT %(most)s"
_GUARDED = """
WITH legs AS (
  SELECT debit_id AS account, sum(amount) AS moved FROM ledger_transfer WHERE debit_id = ANY(%(ids)s) GROUP BY 1
  UNION ALL
  SELECT credit_id, -sum(amount) FROM ledger_transfer WHERE credit_id = ANY(%(ids)s) GROUP BY 1
), sums AS (SELECT account, sum(moved) AS moved FROM legs GROUP BY account)
SELECT count(*), count(*) FILTER (
         WHERE a.balance <> CASE a.side WHEN 'debit' THEN 1 ELSE -1 END * coalesce(s.moved, 0))
  FROM ledger_account a LEFT JOIN sums s ON s.account = a.id WHERE a.id = ANY(%(ids)s)
"""


def checks() -> Iterable[Finding]:
    """Charges raised once and settled by their transfers, balances by theirs, no entry without a transfer."""
    part = _part("ledger_charge")
    seen, unraised, unsettled = _ask(_CHARGES, part=part)
    yield _told("charges raised", f"{seen:,} charges ({part:g} %)", unraised, "not raised exactly once")
    yield _told("charges settled", f"{seen:,} charges ({part:g} %)", unsettled, "differ from their transfers")
    part = _part("ledger_entry")
    seen, empty = _ask(_ENTRIES, part=part)
    yield _told("entries", f"{seen:,} entries ({part:g} %)", empty, "without transfers")
    all_of_them = _part("ledger_transfer") == WHOLLY
    seen, wrong = _ask(_GUARDED, ids=_picked(WHOLE if all_of_them else SOME))
    what = f"{seen:,} guarded accounts{'' if all_of_them else ' picked at random'}"
    yield _told("balances", what, wrong, "differ from their transfers")


def _picked(most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_PICKED, {"most": most})
        return [pk for (pk,) in cursor.fetchall()]


def _part(table: str) -> float:
    """How much of a table is looked at, in per cent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = %s::regclass", [table])
        rows = cursor.fetchone()[0]
    return WHOLLY if rows <= WHOLE else round(100 * WHOLE / rows, 3)


def _ask(statement: str, **asked: object) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        found: tuple[int, ...] = cursor.fetchone()
    return found


def _told(name: str, seen: str, wrong: int, fault: str) -> Finding:
    name = f"books: {name}"
    return bad(name, f"{wrong:,} of {seen} {fault}", MEND) if wrong else good(name, f"{seen} agree")
