"""Reading the books: trial balance and account sheets. Closed months are read from their saved balances."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from guanjia.work.ledger.models import Account, account_name
from guanjia.work.ledger.rules import CHART, DEBIT, YUAN, Kind

# Of a kind with more accounts than this (one per customer, one per deposit) only the sum is drawn.
MOST_ACCOUNTS = 40
ZERO = Decimal("0.00")

# The last month of each estate that was closed before a day.
_SAVED = """
SELECT DISTINCT ON (estate_id) estate_id, id, through FROM ledger_closing
 WHERE estate_id = ANY(%(estates)s) AND kind = 'month' AND through < %(since)s ORDER BY estate_id, through DESC
"""

# Per account: what was on it before the first day, and what went through it in the period, in one pass over the
# transfers since those months (by days: BRIN). Asked account by account, PostgreSQL would read the table for each,
# because few accounts hold nearly all transfers.
_MOVED = """
WITH saved AS (
  SELECT * FROM unnest(%(estates)s::bigint[], %(closings)s::bigint[], %(starts)s::date[]) AS s(estate_id, id, through)
), legs AS (
  SELECT leg.account, sum(leg.debit - leg.credit) FILTER (WHERE t."on" < %(since)s) AS before,
         sum(leg.debit) FILTER (WHERE t."on" >= %(since)s) AS debits,
         sum(leg.credit) FILTER (WHERE t."on" >= %(since)s) AS credits
    FROM ledger_transfer t JOIN saved s ON s.estate_id = t.estate_id AND t."on" > s.through
    CROSS JOIN LATERAL (VALUES (t.debit_id, t.amount, 0), (t.credit_id, 0, t.amount)) leg(account, debit, credit)
   WHERE t."on" > %(start)s AND t."on" <= %(until)s GROUP BY leg.account
), moved AS (
  SELECT a.id, a.estate_id, a.kind, a.name, a.currency,
         coalesce(b.debits - b.credits, 0) + coalesce(l.before, 0) AS opening,
         coalesce(l.debits, 0) AS debits, coalesce(l.credits, 0) AS credits
    FROM saved s JOIN ledger_account a ON a.estate_id = s.estate_id
    LEFT JOIN ledger_balance b ON b.closing_id = s.id AND b.account_id = a.id
    LEFT JOIN legs l ON l.account = a.id
   WHERE %(kind)s = '' OR a.kind = %(kind)s
), counted AS (
  SELECT *, opening + debits - credits AS closing, count(*) OVER (PARTITION BY kind) AS alike FROM moved
   WHERE opening <> 0 OR debits <> 0 OR credits <> 0
)
SELECT kind, CASE WHEN alike <= %(most)s THEN id END AS account, count(*), min(name), min(estate_id), min(currency),
       sum(greatest(opening, 0)), sum(greatest(-opening, 0)), sum(debits), sum(credits),
       sum(greatest(closing, 0)), sum(greatest(-closing, 0))
  FROM counted GROUP BY 1, 2 ORDER BY 1, 4, 2
"""


@dataclass(frozen=True)
class Line:
    """One line of a trial balance in yuan (or points): an account, or (`account` None) a sum of several."""

    kind: str
    account: int | None
    accounts: int
    name: str
    estate: int | None
    opening_debit: Decimal
    opening_credit: Decimal
    debits: Decimal
    credits: Decimal
    closing_debit: Decimal
    closing_credit: Decimal

    @property
    def code(self) -> str:
        return CHART[Kind(self.kind)].code if self.kind else ""

    @property
    def figures(self) -> tuple[Decimal, ...]:
        return (
            self.opening_debit, self.opening_credit, self.debits, self.credits,
            self.closing_debit, self.closing_credit,
        )  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A kind of account: its subtotal, and its accounts where they are few enough to be drawn."""

    subtotal: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class TrialBalance:
    """Groups in the order of the chart and their total, of one currency."""

    groups: tuple[Group, ...]
    total: Line

    @property
    def balances(self) -> bool:
        """What is debited is credited, in the opening, the period and the closing."""
        opening_debit, opening_credit, debits, credits, closing_debit, closing_credit = self.total.figures
        return opening_debit == opening_credit and debits == credits and closing_debit == closing_credit


def trial_balance(
    estates: Iterable[int], *, since: date, until: date, currency: str = YUAN, kind: str = "", most: int = 0
) -> TrialBalance:
    """Opening, debits, credits and closing of every account of these estates that has any, both days included.

    The caller hands over estates that the reader may see. `kind` asks for its accounts alone, which do not balance.
    """
    rows = list(_moved(estates, since=since, until=until, kind=kind, most=most or MOST_ACCOUNTS))
    ours = [line for line, money in rows if money == currency]
    groups = []
    for each in CHART:
        if lines := [line for line in ours if line.kind == each]:
            drawn = tuple(line for line in lines if line.account is not None)
            groups.append(Group(_sum(lines, each.value), drawn))
    return TrialBalance(tuple(groups), _sum(ours, ""))


def _moved(
    estates: Iterable[int], *, since: date, until: date, kind: str, most: int
) -> Iterator[tuple[Line, str]]:
    saved = _saved(estates, since)
    ids, closings, starts = list(saved), [pk for pk, _ in saved.values()], [day for _, day in saved.values()]
    asked: dict[str, Any] = {
        "estates": ids,
        "closings": closings,
        "starts": starts,
        "kind": kind,
        "most": most,
    }
    asked |= {"since": since, "until": until, "start": min(starts, default=date.min)}
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, asked)
        for code, account, count, name, estate, currency, *figures in cursor.fetchall():
            yield (
                Line(
                    code,
                    account,
                    count,
                    account_name(code, name) if account else "",
                    estate if account else None,
                    *figures,
                ),
                currency,
            )


def _saved(estates: Iterable[int], since: date) -> dict[int, tuple[int | None, date]]:
    """Of each estate, the last closing of a month before a day and its own day; from the beginning without any."""
    found: dict[int, tuple[int | None, date]] = dict.fromkeys(estates, (None, date.min))
    with connection.cursor() as cursor:
        cursor.execute(_SAVED, {"estates": list(found), "since": since})
        return found | {estate: (pk, through) for estate, pk, through in cursor.fetchall()}


def _sum(lines: list[Line], kind: str) -> Line:
    columns = zip(*(line.figures for line in lines), strict=True)
    figures = [sum(column, ZERO) for column in columns] or [ZERO] * 6
    name = gettext(CHART[Kind(kind)].name) if kind else ""
    return Line(kind, None, sum(line.accounts for line in lines), name, None, *figures)


@dataclass(frozen=True)
class SheetLine:
    """One movement of an account, with the account on the other side and what is on it afterwards."""

    transfer: int
    on: date
    entry: int
    text: str
    other: str
    charge: int | None
    charge_text: str
    unit: str
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal


@dataclass(frozen=True)
class Sheet:
    """An account's movements, a page at a time. Balances grow with the account's side; `after` opens the next page."""

    opening: Decimal
    debits: Decimal
    credits: Decimal
    carried: Decimal
    lines: tuple[SheetLine, ...]
    after: str
    side: str

    @property
    def closing(self) -> Decimal:
        change = self.debits - self.credits
        return self.opening + (change if self.side == DEBIT else -change)


_START = """
WITH legs AS (
  SELECT "on", id, amount AS debit, 0 AS credit FROM ledger_transfer
   WHERE debit_id = %(account)s AND "on" > %(start)s AND "on" <= %(until)s
  UNION ALL
  SELECT "on", id, 0, amount FROM ledger_transfer
   WHERE credit_id = %(account)s AND "on" > %(start)s AND "on" <= %(until)s
)
SELECT coalesce((SELECT debits - credits FROM ledger_balance
                  WHERE closing_id = %(closing)s AND account_id = %(account)s), 0)
         + coalesce(sum(debit - credit) FILTER (WHERE "on" < %(since)s), 0),
       coalesce(sum(debit) FILTER (WHERE "on" >= %(since)s), 0),
       coalesce(sum(credit) FILTER (WHERE "on" >= %(since)s), 0),
       coalesce(sum(debit - credit) FILTER (WHERE "on" >= %(since)s AND ("on", id) <= (%(day)s, %(mark)s)), 0)
  FROM legs
"""

_LEG = """
(SELECT t.id, t."on", t.entry_id, t.charge_id, t.raises_id, t.{other} AS other, {amount}
   FROM ledger_transfer t
  WHERE t.{ours} = %(account)s AND t."on" >= %(first)s AND t."on" <= %(until)s
    AND (t."on", t.id) > (%(day)s, %(mark)s)
  ORDER BY t."on", t.id LIMIT %(size)s)
"""
_PAGE = f"""
SELECT l.id, l."on", l.entry_id, e.text, a.kind, a.name, coalesce(l.charge_id, l.raises_id), coalesce(c.text, ''),
       coalesce(u.key, ''), l.debit, l.credit
  FROM (SELECT * FROM ({_LEG.format(ours="debit_id", other="credit_id", amount="t.amount AS debit, NULL AS credit")}
         UNION ALL {_LEG.format(ours="credit_id", other="debit_id", amount="NULL, t.amount")}) both_sides
         ORDER BY "on", id LIMIT %(size)s) l
  JOIN ledger_entry e ON e.id = l.entry_id JOIN ledger_account a ON a.id = l.other
  LEFT JOIN ledger_charge c ON c.id = coalesce(l.charge_id, l.raises_id)
  LEFT JOIN places_unit u ON u.id = c.unit_id
 ORDER BY l."on", l.id
"""


def account_sheet(account: Account, *, since: date, until: date, after: str = "", size: int = 100) -> Sheet:
    """The account's movements from day to day, in order, with the balance after each. An unreadable mark is none."""
    day, mark = _read(after)
    closing, start = _saved([account.estate_id], since)[account.estate_id]
    asked: dict[str, Any] = {
        "account": account.pk, "since": since, "until": until, "closing": closing, "start": start, "day": day,
        "mark": mark, "first": max(since, day), "size": size + 1,
    }  # fmt: skip
    sign = 1 if account.side == DEBIT else -1
    with connection.cursor() as cursor:
        cursor.execute(_START, asked)
        opening, debits, credits, passed = cursor.fetchone()
        cursor.execute(_PAGE, asked)
        rows = cursor.fetchall()
    carried = balance = (opening + passed) * sign
    lines = []
    for pk, on, entry, text, kind, name, *facts, debit, credit in rows[:size]:
        balance += ((debit or ZERO) - (credit or ZERO)) * sign
        lines.append(SheetLine(pk, on, entry, text, account_name(kind, name), *facts, debit, credit, balance))
    more = f"{lines[-1].on:%Y%m%d}.{lines[-1].transfer}" if len(rows) > size else ""
    return Sheet(opening * sign, debits, credits, carried, tuple(lines), more, account.side)


def _read(mark: str) -> tuple[date, int]:
    day, _dot, pk = mark.partition(".")
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:8])), int(pk)
    except ValueError:
        return date.min, 0
