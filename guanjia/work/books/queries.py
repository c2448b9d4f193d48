"""Vouchers of some days, and the codes that the accountant gives our accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from guanjia.engine.access import Actor
from guanjia.work.books.kinds import kinds
from guanjia.work.books.models import AccountCode, VoucherExport
from guanjia.work.books.rules import DAY, Leg
from guanjia.work.ledger.models import Account, account_name
from guanjia.work.ledger.rules import CHART, Kind

# The code of an account: its own, else its kind's, else the chart's.
_LEGS = """
WITH chart AS (SELECT * FROM unnest(%(kinds)s::text[], %(codes)s::text[], %(names)s::text[]) AS c(kind, code, name)),
named AS (
  SELECT a.id, coalesce(own.code, every.code, chart.code) AS code,
         coalesce(nullif(own.name, ''), nullif(every.name, ''), chart.name) AS name
    FROM ledger_account a JOIN chart ON chart.kind = a.kind
    LEFT JOIN books_accountcode own
      ON own.company_id = a.company_id AND own.kind = a.kind AND own.ref = a.ref AND a.ref <> ''
    LEFT JOIN books_accountcode every
      ON every.company_id = a.company_id AND every.kind = a.kind AND every.ref = ''
   WHERE a.estate_id = %(estate)s AND a.currency = 'CNY'
), legs AS (
  SELECT e."on", e.id, e.kind, e.text, side.account, side.debit, side.credit
    FROM ledger_entry e JOIN ledger_transfer t ON t.entry_id = e.id
    CROSS JOIN LATERAL (VALUES (t.debit_id, t.amount, 0), (t.credit_id, 0, t.amount)) AS side(account, debit, credit)
   WHERE e.estate_id = %(estate)s AND e."on" BETWEEN %(since)s AND %(until)s AND t.currency = 'CNY'
)
"""
_BY_DAY = f"""{_LEGS}
SELECT to_char(l."on", 'YYYY-MM-DD ') || l.kind, l."on", l.kind, n.code, n.name, sum(l.debit), sum(l.credit)
  FROM legs l JOIN named n ON n.id = l.account
 GROUP BY l."on", l.kind, n.code, n.name, l.debit > 0 ORDER BY l."on", l.kind, l.debit > 0 DESC, n.code
"""
_BY_ENTRY = f"""{_LEGS}
SELECT l.id::text, l."on", l.text, n.code, n.name, sum(l.debit), sum(l.credit)
  FROM legs l JOIN named n ON n.id = l.account
 GROUP BY l."on", l.id, l.text, n.code, n.name, l.debit > 0 ORDER BY l."on", l.id, l.debit > 0 DESC, n.code
"""


def legs(estate: Any, *, since: date, until: date, grouping: str) -> Iterator[Leg]:
    """The lines of the vouchers in order, in yuan: one voucher for each entry, or for each day and kind of entry."""
    asked = {
        "estate": estate.pk, "since": since, "until": until, "kinds": [kind.value for kind in CHART],
        "codes": [line.code for line in CHART.values()], "names": [line.name for line in CHART.values()],
    }  # fmt: skip
    called = kinds()
    with connection.cursor() as cursor:
        cursor.execute(_BY_DAY if grouping == DAY else _BY_ENTRY, asked)
        while rows := cursor.fetchmany(5000):
            for key, on, said, *rest in rows:
                yield Leg(key, on, called.get(said, said) if grouping == DAY else said, *rest)


def earlier_exports(estate: Any, *, since: date, until: date) -> Any:
    """Exports of this estate that share days with these."""
    return VoucherExport.objects.filter(estate=estate, since__lte=until, until__gte=since).order_by("-id")


def next_number(estate: Any, month: date) -> int:
    """The number after the last voucher that was exported of this month."""
    done = VoucherExport.objects.filter(
        estate=estate, since__gte=month.replace(day=1), until__lt=_next(month)
    )
    last = done.order_by("-first_number").first()
    return last.last_number + 1 if last else 1


def _next(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class CodeLine:
    """One line of the mapping page: a kind of account, or one account that may have a code of its own."""

    kind: str
    ref: str
    name: str
    usual: str
    code: str
    called: str

    @property
    def field(self) -> str:
        return f"{self.kind}:{self.ref}"


# Accounts of these kinds may have codes of their own; those of customers and deposits are too many.
SINGLE = (Kind.REVENUE, Kind.RECEIVABLE_FOR, Kind.COLLECTED, Kind.CASH, Kind.FLOAT, Kind.BANK, Kind.CARD)


def code_lines(actor: Actor) -> list[CodeLine]:
    """Every kind in the order of the chart, each followed by its accounts with a name of their own."""
    kept = {(row.kind, row.ref): row for row in AccountCode.objects.visible_to(actor)}
    accounts = Account.objects.visible_to(actor).filter(kind__in=SINGLE).exclude(ref="")
    named: dict[str, dict[str, str]] = {}
    for kind, ref, name in accounts.order_by("ref").values_list("kind", "ref", "name")[:500]:
        named.setdefault(kind, {})[ref] = name
    found = []
    for kind, line in CHART.items():
        for ref, name in {"": line.name, **named.get(kind, {})}.items():
            row = kept.get((kind.value, ref))
            found.append(
                CodeLine(
                    kind.value,
                    ref,
                    account_name(kind.value, name),
                    line.code,
                    row.code if row else "",
                    row.name if row else "",
                )
            )
    return found
