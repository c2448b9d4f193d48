"""收缴率 (spec 4-indicators): paid in the period on charges due in the period ÷ charges due in it; and of arrears.

What was credited or waived is neither due nor paid. Money counts on the day it was booked; what was paid before the
period on a charge due in it stands apart as paid early.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from guanjia.work.collection.rules import percent

ZERO = Decimal(0)

# Every charge that counts in a month: due in it, or due before and not yet settled when it began. `moved` tells
# payments from reductions by the account on the other side of the receivable.
CHARGES = """
due AS (
  SELECT c.id, c.estate_id, c.unit_id, c.tariff_id, c.amount, c.due_on, c.due_on >= %(first)s AS current
    FROM ledger_charge c
   WHERE c.estate_id = ANY(%(estates)s) AND c.due_on BETWEEN %(first)s AND %(last)s
  UNION ALL
  SELECT c.id, c.estate_id, c.unit_id, c.tariff_id, c.amount, c.due_on, false
    FROM ledger_charge c
   WHERE c.estate_id = ANY(%(estates)s) AND c.due_on < %(first)s AND c.settled < c.amount
  UNION ALL
  SELECT c.id, c.estate_id, c.unit_id, c.tariff_id, c.amount, c.due_on, false
    FROM ledger_charge c
   WHERE c.due_on < %(first)s AND c.settled >= c.amount AND c.id IN (
         SELECT t.charge_id FROM ledger_transfer t
          WHERE t.estate_id = ANY(%(estates)s) AND t.charge_id IS NOT NULL AND t."on" >= %(first)s)
), counted AS (
  SELECT d.*, coalesce(m.reduced, 0) AS reduced, coalesce(m.early, 0) AS early, coalesce(m.paid, 0) AS paid
    FROM due d LEFT JOIN LATERAL (
      SELECT sum(x.amount) FILTER (WHERE x.less AND x."on" <= %(last)s) AS reduced,
             sum(x.amount) FILTER (WHERE NOT x.less AND x."on" < %(first)s) AS early,
             sum(x.amount) FILTER (WHERE NOT x.less AND x."on" BETWEEN %(first)s AND %(last)s) AS paid
        FROM (SELECT t."on", CASE WHEN r.kind LIKE 'receivable%%' THEN t.amount ELSE -t.amount END AS amount,
                     CASE WHEN r.kind LIKE 'receivable%%' THEN s.kind ELSE r.kind END
                       IN ('revenue', 'collected', 'late_fee', 'opening', 'waived') AS less
                FROM ledger_transfer t
                JOIN ledger_account r ON r.id = t.credit_id JOIN ledger_account s ON s.id = t.debit_id
               WHERE t.charge_id = d.id) x) m ON true
)"""
_BY = {
    "branch": ("e.branch_id", "b.name"),
    "estate": ("c.estate_id", "e.name"),
    "building": ("u.building_id", "e.name || ' ' || g.name"),
    "butler": ("z.butler_id", "s.name"),
    "tariff": ("c.tariff_id", "t.name"),
}
_GROUPED = """
WITH {charges}
SELECT {key}, max({name}), count(*) FILTER (WHERE current)::int,
       coalesce(sum(amount - reduced) FILTER (WHERE current), 0), coalesce(sum(early) FILTER (WHERE current), 0),
       coalesce(sum(paid) FILTER (WHERE current), 0),
       coalesce(sum(amount - reduced - early) FILTER (WHERE NOT current), 0),
       coalesce(sum(paid) FILTER (WHERE NOT current), 0)
  FROM counted c JOIN places_estate e ON e.id = c.estate_id LEFT JOIN places_branch b ON b.id = e.branch_id
  LEFT JOIN places_unit u ON u.id = c.unit_id LEFT JOIN places_building g ON g.id = u.building_id
  LEFT JOIN places_zone z ON z.id = u.zone_id LEFT JOIN team_staff s ON s.id = z.butler_id
  JOIN ledger_tariff t ON t.id = c.tariff_id
 GROUP BY 1 ORDER BY 4 DESC LIMIT 500
"""
_BEHIND = """
WITH {charges}
SELECT c.id, c.current, c.amount, c.reduced, c.early, c.paid FROM counted c
  LEFT JOIN places_unit u ON u.id = c.unit_id LEFT JOIN places_zone z ON z.id = u.zone_id
  JOIN places_estate e ON e.id = c.estate_id
 WHERE c.current = %(current)s AND {key} IS NOT DISTINCT FROM %(key)s::bigint AND c.id > %(after)s
   AND (c.amount - c.reduced > 0 OR c.paid > 0) ORDER BY c.id LIMIT %(size)s
"""


@dataclass(frozen=True)
class Rate:
    """Of one month and group, in yuan. `arrears` were open when the month began, `cleared` was paid on them in it."""

    key: int | None = None
    name: str = ""
    charges: int = 0
    due: Decimal = ZERO
    early: Decimal = ZERO
    paid: Decimal = ZERO
    arrears: Decimal = ZERO
    cleared: Decimal = ZERO

    def __add__(self, other: "Rate") -> "Rate":
        return replace(
            self, charges=self.charges + other.charges, due=self.due + other.due, early=self.early + other.early,
            paid=self.paid + other.paid, arrears=self.arrears + other.arrears, cleared=self.cleared + other.cleared,
        )  # fmt: skip

    @property
    def percent(self) -> Decimal | None:
        """As defined: paid in the period on charges due in it ÷ charges due in it."""
        return percent(self.paid, self.due)

    @property
    def with_early(self) -> Decimal | None:
        """The same with what was paid before the period."""
        return percent(self.paid + self.early, self.due)

    @property
    def of_arrears(self) -> Decimal | None:
        return percent(self.cleared, self.arrears)


def rates(estates: Iterable[int], *, first: date, last: date, by: str = "estate") -> list[Rate]:
    """A line for each branch, estate, building, butler or tariff, the largest first. One statement."""
    key, name = _BY[by]
    sql = _GROUPED.format(charges=CHARGES, key=key, name=name)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"estates": list(estates), "first": first, "last": last})
        return [Rate(row[0], row[1] or "", *row[2:]) for row in cursor.fetchall()]


def total(lines: Iterable[Rate]) -> Rate:
    return sum(lines, Rate())


@dataclass(frozen=True)
class Part:
    """How one charge counts."""

    charge: int
    current: bool
    amount: Decimal
    reduced: Decimal
    early: Decimal
    paid: Decimal


def behind(
    estates: Iterable[int], *, first: date, last: date, by: str, key: int | None, current: bool = True, after: int = 0,
    size: int = 200,
) -> list[Part]:  # fmt: skip
    """The very charges of one line of `rates`, by id after `after`. One statement."""
    asked: dict[str, Any] = {
        "estates": list(estates), "first": first, "last": last, "key": key, "current": current, "after": after,
        "size": size,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND.format(charges=CHARGES, key=_BY[by][0]), asked)
        return [Part(*row) for row in cursor.fetchall()]


_TREND = """
SELECT m.first, r.due, r.early, r.paid FROM unnest(%(months)s::date[]) AS m(first), LATERAL (
  SELECT coalesce(sum(c.amount - x.reduced), 0) AS due, coalesce(sum(x.early), 0) AS early,
         coalesce(sum(x.paid), 0) AS paid
    FROM ledger_charge c, LATERAL (
      SELECT coalesce(sum(y.amount) FILTER (WHERE y.less AND y."on" < m.first + interval '1 month'), 0) AS reduced,
             coalesce(sum(y.amount) FILTER (WHERE NOT y.less AND y."on" < m.first), 0) AS early,
             coalesce(sum(y.amount) FILTER (WHERE NOT y.less AND y."on" >= m.first
                                              AND y."on" < m.first + interval '1 month'), 0) AS paid
        FROM (SELECT t."on", CASE WHEN r.kind LIKE 'receivable%%' THEN t.amount ELSE -t.amount END AS amount,
                     CASE WHEN r.kind LIKE 'receivable%%' THEN s.kind ELSE r.kind END
                       IN ('revenue', 'collected', 'late_fee', 'opening', 'waived') AS less
                FROM ledger_transfer t
                JOIN ledger_account r ON r.id = t.credit_id JOIN ledger_account s ON s.id = t.debit_id
               WHERE t.charge_id = c.id) y) x
   WHERE c.estate_id = ANY(%(estates)s) AND c.due_on >= m.first AND c.due_on < m.first + interval '1 month') r
 ORDER BY m.first
"""


def trend(estates: Iterable[int], months: Iterable[date]) -> list[tuple[date, Rate]]:
    """The current rate of each of these months (their first days), oldest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TREND, {"estates": list(estates), "months": list(months)})
        return [
            (first, Rate(due=due, early=early, paid=paid)) for first, due, early, paid in cursor.fetchall()
        ]
