"""Who owes what since when: charges that are past their day, summed per debtor by PostgreSQL in one statement.

A debtor is a home and whoever has to pay for it (or a person without a home). Charges of a home that name nobody are
its owner's. "Past" is judged by each estate's own day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection

from guanjia.work.collection.rules import BANDS
from guanjia.work.ledger.actions import today

NOBODY = 0


@dataclass(frozen=True)
class Wanted:
    """Which debts: of which estates as of their days, narrowed to a building, butler, tariff, age band, words."""

    days: tuple[tuple[int, date], ...]
    building: int | None = None
    butler: int | None = None
    tariff: int | None = None
    band: str = ""
    text: str = ""
    unit: int | None = None
    customer: int | None = None

    @classmethod
    def at(cls, estates: Iterable[Any], now: datetime, **narrower: Any) -> "Wanted":
        return cls(tuple((one.pk, today(one, now)) for one in estates), **narrower)

    @property
    def asks_names(self) -> bool:
        """Whether homes or people decide who is wanted."""
        return bool(self.building or self.butler or self.text)

    @property
    def asked(self) -> dict[str, Any]:
        first, last = next(((a, b) for code, a, b in BANDS if code == self.band), (None, None))
        return {
            "estates": [pk for pk, _day in self.days], "days": [day for _pk, day in self.days],
            "building": self.building, "butler": self.butler, "tariff": self.tariff, "unit": self.unit,
            "customer": self.customer, "first": first, "last": last,
            "text": f"%{self.text}%" if self.text else None, "start": f"{self.text}%" if self.text else None,
        }  # fmt: skip


# Open charges past their day → per debtor. The index of open charges has all the columns read here, so that a debt of
# two years is not two years of disk pages.
_DEBT = """
place AS MATERIALIZED (
  SELECT * FROM unnest(%(estates)s::bigint[], %(days)s::date[]) AS p(estate_id, day)
), owed AS (
  SELECT c.estate_id, p.day, c.unit_id, c.customer_id, count(*) AS n, sum(c.amount - c.settled) AS total,
         min(c.due_on) AS oldest,
         sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on <= 30) AS d30,
         sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on BETWEEN 31 AND 90) AS d90,
         sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on BETWEEN 91 AND 365) AS d365,
         sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on > 365) AS older
    FROM place p JOIN ledger_charge c
      ON c.estate_id = p.estate_id AND c.due_on < p.day AND c.settled < c.amount
   WHERE (%(tariff)s::bigint IS NULL OR c.tariff_id = %(tariff)s)
     AND (%(unit)s::bigint IS NULL OR c.unit_id = %(unit)s)
   GROUP BY c.estate_id, p.day, c.unit_id, c.customer_id
), named AS (
  SELECT w.*, coalesce(w.customer_id, o.customer_id) AS who FROM owed w
    LEFT JOIN LATERAL (
      SELECT o.customer_id FROM people_occupancy o
       WHERE w.customer_id IS NULL AND o.unit_id = w.unit_id AND o.role = 'owner' AND o.retired_at IS NULL
         AND (o.until IS NULL OR o.until >= w.day)
       ORDER BY o.since DESC NULLS LAST, o.id LIMIT 1) o ON true
), debt AS (
  SELECT estate_id, day, coalesce(unit_id, 0) AS unit, coalesce(who, 0) AS customer, sum(n)::int AS n,
         sum(total) AS total, min(oldest) AS oldest,
         coalesce(sum(d30), 0) AS d30, coalesce(sum(d90), 0) AS d90, coalesce(sum(d365), 0) AS d365,
         coalesce(sum(older), 0) AS older
    FROM named GROUP BY estate_id, day, unit_id, who
)"""
_AGED = """
         (%(customer)s::bigint IS NULL OR d.customer = %(customer)s)
     AND (%(first)s::int IS NULL OR (d.day - d.oldest >= %(first)s
          AND (%(last)s::int IS NULL OR d.day - d.oldest <= %(last)s)))"""
OWED = f"""{_DEBT}, picked AS (
  SELECT d.*, coalesce(u.key, '') AS room, u.zone_id, u.building_id, z.butler_id, coalesce(k.name, '') AS name,
         coalesce(k.is_key, false) AS is_key, coalesce(k.tags, '{{}}') AS tags, coalesce(k.email, '') AS email
    FROM debt d
    LEFT JOIN places_unit u ON u.id = d.unit LEFT JOIN places_zone z ON z.id = u.zone_id
    LEFT JOIN people_customer k ON k.id = d.customer
   WHERE {_AGED}
     AND (%(building)s::bigint IS NULL OR u.building_id = %(building)s)
     AND (%(butler)s::bigint IS NULL OR z.butler_id = %(butler)s)
     AND (%(text)s::text IS NULL OR u.key ILIKE %(start)s OR u.number ILIKE %(start)s OR k.name ILIKE %(text)s)
)"""
# The same without homes and names, when nothing is asked of them.
_BARE = f"{_DEBT}, picked AS (SELECT d.*, '' AS room FROM debt d WHERE {_AGED})"


@dataclass(frozen=True)
class Sums:
    """Of all debtors wanted, in yuan, by age band."""

    debtors: int = 0
    charges: int = 0
    total: Decimal = Decimal(0)
    bands: tuple[Decimal, ...] = (Decimal(0),) * 4


@dataclass
class Debt:
    """What one debtor owes that is past its day. `unit` and `customer` are 0 where there is none."""

    estate: int
    day: date
    unit: int
    customer: int
    n: int
    total: Decimal
    oldest: date
    bands: tuple[Decimal, ...]
    room: str
    name: str
    promised: Decimal | None = None
    promised_on: date | None = None
    kept_on: date | None = None
    paid: Decimal | None = None
    paid_on: date | None = None
    late_fee: Decimal = Decimal(0)

    @property
    def days(self) -> int:
        """Since the oldest charge was due."""
        return (self.day - self.oldest).days

    @property
    def promise(self) -> str:
        """kept, running, broken, or nothing promised."""
        if self.promised is None or self.promised_on is None:
            return ""
        if self.kept_on:
            return "kept"
        return "running" if self.promised_on >= self.day else "broken"


@dataclass(frozen=True)
class Order:
    column: str
    descending: bool


SORTS = {
    "-total": Order("total", True), "total": Order("total", False),
    "oldest": Order("oldest", False), "-oldest": Order("oldest", True),
    "room": Order("room", False), "-room": Order("room", True),
    "n": Order("n", False), "-n": Order("n", True),
}  # fmt: skip
_CAST: dict[str, tuple[str, Callable[[str], Any]]] = {
    "total": ("numeric", Decimal), "oldest": ("date", date.fromisoformat), "room": ("text", str), "n": ("int", int),
}  # fmt: skip

_PAGE = """
WITH {owed}, sums AS (
  SELECT count(*)::int AS debtors, coalesce(sum(n), 0)::int AS charges, coalesce(sum(total), 0) AS total,
         coalesce(sum(d30), 0) AS d30, coalesce(sum(d90), 0) AS d90, coalesce(sum(d365), 0) AS d365,
         coalesce(sum(older), 0) AS older
    FROM picked
), page AS (
  SELECT * FROM picked {beyond} ORDER BY {column} {way}, estate_id {way}, unit {way}, customer {way} LIMIT %(size)s
)
SELECT s.*, p.estate_id, p.day, p.unit, p.customer, p.n, p.total, p.oldest, p.d30, p.d90, p.d365, p.older,
       coalesce(u.key, ''), coalesce(k.name, ''), v.amount, v."on", v.kept_on, y.amount, y."on"
  FROM sums s LEFT JOIN page p ON true
  LEFT JOIN places_unit u ON u.id = p.unit LEFT JOIN people_customer k ON k.id = p.customer
  LEFT JOIN LATERAL (
    SELECT v.amount, v."on", v.kept_on FROM collection_promise v
     WHERE v.estate_id = p.estate_id AND coalesce(v.unit_id, 0) = p.unit
       AND coalesce(v.customer_id, 0) = p.customer AND v.withdrawn_at IS NULL ORDER BY v.id DESC LIMIT 1) v ON true
  LEFT JOIN LATERAL (
    SELECT y.amount, y."on" FROM (
      (SELECT y.amount, y."on", y.at FROM cashier_payment y
        WHERE y.unit_id = p.unit AND y.voided_at IS NULL ORDER BY y.at DESC LIMIT 1)
      UNION ALL
      (SELECT y.amount, y."on", y.at FROM cashier_payment y
        WHERE y.customer_id = p.customer AND y.estate_id = p.estate_id AND y.voided_at IS NULL
        ORDER BY y.at DESC LIMIT 1)) y ORDER BY y.at DESC LIMIT 1) y ON true
 ORDER BY p.{column} {way}, p.estate_id {way}, p.unit {way}, p.customer {way}
"""


@dataclass
class Page:
    """One page of debtors, the sums of all, and the mark of the next page."""

    sums: Sums = field(default_factory=Sums)
    debts: list[Debt] = field(default_factory=list)
    after: str = ""


def page_of(wanted: Wanted, *, sort: str = "-total", after: str = "", size: int = 50) -> Page:
    """The debtors in order, a page at a time, and the sums of all of them. One statement."""
    sort = sort if sort in SORTS else "-total"
    order, asked = SORTS[sort], wanted.asked | {"size": size + 1}
    beyond = ""
    if mark := _read(after, order.column):
        asked |= dict(zip(("value", "at_estate", "at_unit", "at_customer"), mark, strict=True))
        beyond = (
            f"WHERE ({order.column}, estate_id, unit, customer) {'<' if order.descending else '>'}"
            f" (%(value)s::{_CAST[order.column][0]}, %(at_estate)s, %(at_unit)s, %(at_customer)s)"
        )
    way = "DESC" if order.descending else "ASC"
    owed = OWED if wanted.asks_names or order.column == "room" else _BARE
    sql = _PAGE.format(owed=owed, beyond=beyond, column=order.column, way=way)
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows = cursor.fetchall()
    sums = Sums(rows[0][0], rows[0][1], rows[0][2], tuple(rows[0][3:7]))
    debts = [_debt(row[7:]) for row in rows if row[7] is not None]
    more = len(debts) > size
    return Page(sums, debts[:size], _mark(debts[size - 1], order.column) if more else "")


def _debt(row: tuple[Any, ...]) -> Debt:
    return Debt(*row[:7], tuple(row[7:11]), *row[11:])


def _mark(debt: Debt, column: str) -> str:
    return f"{getattr(debt, column)}~{debt.estate}~{debt.unit}~{debt.customer}"


def _read(mark: str, column: str) -> tuple[Any, ...] | None:
    """An unreadable mark gives the first page."""
    value, *keys = mark.rsplit("~", 3)
    if len(keys) != 3 or not all(key.isdecimal() and len(key) < 19 for key in keys):
        return None
    try:
        return _CAST[column][1](value), *map(int, keys)
    except (ValueError, InvalidOperation):
        return None
