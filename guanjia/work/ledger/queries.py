"""Reading the books: trial balance and account sheets. Closed months are read from their saved balances."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from guanjia.work.ledger.models import Account
from guanjia.work.ledger.rules import CHART, DEBIT, YUAN, Kind

# Of a kind with more accounts than this (one per customer, one per deposit) only the sum is drawn.
MOST_ACCOUNTS = 40
ZERO = Decimal("0.00")

# Per account: what was on it before the first day, and what went through it in the period. Starts from the last month
# closed before the period, so an estate's closed years are never summed again.
_MOVED = """
WITH saved AS (
  SELECT e.id AS estate_id, c.id, c.through
    FROM unnest(%(estates)s::bigint[]) AS e(id) LEFT JOIN LATERAL (
      SELECT k.id, k.through FROM ledger_closing k
       WHERE k.estate_id = e.id AND k.kind = 'month' AND k.through < %(since)s
       ORDER BY k.through DESC LIMIT 1) c ON true
), moved AS (
  SELECT a.id, a.estate_id, a.kind, a.name, a.currency,
         coalesce(b.debits - b.credits, 0) + coalesce(d.before, 0) - coalesce(c.before, 0) AS opening,
         coalesce(d.inside, 0) AS debits, coalesce(c.inside, 0) AS credits
    FROM saved s JOIN ledger_account a ON a.estate_id = s.estate_id
    LEFT JOIN ledger_balance b ON b.closing_id = s.id AND b.account_id = a.id
    CROSS JOIN LATERAL (
      SELECT sum(t.amount) FILTER (WHERE t."on" < %(since)s) AS before,
             sum(t.amount) FILTER (WHERE t."on" >= %(since)s) AS inside
        FROM ledger_transfer t
       WHERE t.debit_id = a.id AND t."on" > coalesce(s.through, '-infinity') AND t."on" <= %(until)s) d
    CROSS JOIN LATERAL (
      SELECT sum(t.amount) FILTER (WHERE t."on" < %(since)s) AS before,
             sum(t.amount) FILTER (WHERE t."on" >= %(since)s) AS inside
        FROM ledger_transfer t
       WHERE t.credit_id = a.id AND t."on" > coalesce(s.through, '-infinity') AND t."on" <= %(until)s) c
   WHERE (%(kind)s = '' OR a.kind = %(kind)s)
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
    asked = {"estates": list(estates), "since": since, "until": until, "kind": kind, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, asked)
        for code, account, count, name, estate, currency, *figures in cursor.fetchall():
            yield (
                Line(code, account, count, name if account else "", estate if account else None, *figures),
                currency,
            )


def _sum(lines: list[Line], kind: str) -> Line:
    columns = zip(*(line.figures for line in lines), strict=True)
    figures = [sum(column, ZERO) for column in columns] or [ZERO] * 6
    name = CHART[Kind(kind)].name if kind else ""
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
WITH saved AS (
  SELECT id, through FROM ledger_closing
   WHERE estate_id = %(estate)s AND kind = 'month' AND through < %(since)s ORDER BY through DESC LIMIT 1
), legs AS (
  SELECT "on", id, amount AS debit, 0 AS credit FROM ledger_transfer
   WHERE debit_id = %(account)s AND "on" <= %(until)s
     AND "on" > coalesce((SELECT through FROM saved), '-infinity')
  UNION ALL
  SELECT "on", id, 0, amount FROM ledger_transfer
   WHERE credit_id = %(account)s AND "on" <= %(until)s
     AND "on" > coalesce((SELECT through FROM saved), '-infinity')
)
SELECT coalesce((SELECT debits - credits FROM ledger_balance
                  WHERE closing_id = (SELECT id FROM saved) AND account_id = %(account)s), 0)
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
SELECT l.id, l."on", l.entry_id, e.text, a.name, coalesce(l.charge_id, l.raises_id), coalesce(c.text, ''),
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
    asked: dict[str, Any] = {
        "account": account.pk, "estate": account.estate_id, "since": since, "until": until,
        "day": day, "mark": mark, "first": max(since, day), "size": size + 1,
    }  # fmt: skip
    sign = 1 if account.side == DEBIT else -1
    with connection.cursor() as cursor:
        cursor.execute(_START, asked)
        opening, debits, credits, passed = cursor.fetchone()
        cursor.execute(_PAGE, asked)
        rows = cursor.fetchall()
    carried = balance = (opening + passed) * sign
    lines = []
    for *facts, debit, credit in rows[:size]:
        balance += ((debit or ZERO) - (credit or ZERO)) * sign
        lines.append(SheetLine(*facts, debit, credit, balance))
    more = f"{lines[-1].on:%Y%m%d}.{lines[-1].transfer}" if len(rows) > size else ""
    return Sheet(opening * sign, debits, credits, carried, tuple(lines), more, account.side)


def _read(mark: str) -> tuple[date, int]:
    day, _dot, pk = mark.partition(".")
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:8])), int(pk)
    except ValueError:
        return date.min, 0
