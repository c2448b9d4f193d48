"""What has to be known of every debtor before he is reminded or called: one statement for all of an estate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from django.db import connection

from guanjia.work.collection.debts import OWED, Debt, Wanted
from guanjia.work.collection.rules import Plan, Standing
from guanjia.work.ledger.models import Charge

_FACTS = """
WITH {owed}, promised AS (
  SELECT v.estate_id, coalesce(v.unit_id, 0) AS unit, coalesce(v.customer_id, 0) AS customer,
         bool_or(v.kept_on IS NULL AND v."on" >= p.day) AS running,
         count(*) FILTER (WHERE v.kept_on > v."on" OR (v.kept_on IS NULL AND v."on" < p.day)) AS broken
    FROM place p JOIN collection_promise v ON v.estate_id = p.estate_id AND v.withdrawn_at IS NULL GROUP BY 1, 2, 3
), had AS (
  SELECT d.estate_id, coalesce(d.unit_id, 0) AS unit, coalesce(d.customer_id, 0) AS customer, d.cycle,
         array_agg(d.level) AS levels, max(coalesce(d.done_at, d.at)) AS at
    FROM place p JOIN collection_dunning d ON d.estate_id = p.estate_id AND d.state <> 'skipped' GROUP BY 1, 2, 3, 4
), last AS (
  SELECT estate_id, unit, customer, max(at) AS at FROM had GROUP BY 1, 2, 3
), called AS (
  SELECT DISTINCT ON (1, 2, 3) c.estate_id, coalesce(c.unit_id, 0) AS unit, coalesce(c.customer_id, 0) AS customer,
         c.next_on, c.result, c.at
    FROM place p JOIN collection_contact c ON c.estate_id = p.estate_id ORDER BY 1, 2, 3, c.at DESC
), complained AS (
  SELECT DISTINCT k.estate_id, coalesce(k.unit_id, 0) AS unit, CASE WHEN k.unit_id IS NULL THEN k.customer_id END AS who
    FROM place p JOIN cases_case k ON k.estate_id = p.estate_id
   WHERE k.procedure = 'complaint' AND k.state IN ('open', 'finished')
)
SELECT d.estate_id, d.day, d.unit, d.customer, d.n, d.total, d.oldest, d.d30, d.d90, d.d365, d.older, d.room, d.name,
       d.is_key, d.tags, d.email,
       EXISTS (SELECT 1 FROM complained k WHERE k.estate_id = d.estate_id
                  AND ((d.unit > 0 AND k.unit = d.unit) OR (d.customer > 0 AND k.who = d.customer))),
       coalesce(v.running, false), coalesce(v.broken, 0), coalesce(h.levels, '{}'), l.at,
       c.next_on, coalesce(c.result, '')
  FROM picked d
  LEFT JOIN promised v USING (estate_id, unit, customer)
  LEFT JOIN had h ON h.estate_id = d.estate_id AND h.unit = d.unit AND h.customer = d.customer AND h.cycle = d.oldest
  LEFT JOIN last l ON l.estate_id = d.estate_id AND l.unit = d.unit AND l.customer = d.customer
  LEFT JOIN called c ON c.estate_id = d.estate_id AND c.unit = d.unit AND c.customer = d.customer
{where}
"""
# To be called now: nobody complains, nothing is promised for a later day, and it is not too soon after the last call.
_CALL = """
 WHERE NOT coalesce(v.running, false) AND (c.next_on IS NULL OR c.next_on <= d.day)
   AND NOT EXISTS (SELECT 1 FROM complained k WHERE k.estate_id = d.estate_id
                      AND ((d.unit > 0 AND k.unit = d.unit) OR (d.customer > 0 AND k.who = d.customer)))
 ORDER BY (coalesce(v.broken, 0) > 0) DESC, d.oldest, d.total DESC, d.unit, d.customer LIMIT %(size)s
"""
_EVERYBODY = " ORDER BY d.unit, d.customer"


@dataclass
class Debtor:
    """A debt with everything that decides about reminding and calling."""

    debt: Debt
    is_key: bool
    tags: tuple[str, ...]
    email: str
    complaint: bool
    promise: bool
    broken: int
    levels: tuple[int, ...]
    reminded_at: datetime | None
    next_on: date | None
    result: str

    def standing(self, plan: Plan, zone: tzinfo) -> Standing:
        return Standing(
            days=self.debt.days,
            total=self.debt.total,
            complaint=self.complaint,
            promise=self.promise,
            spared=plan.spares(is_key=self.is_key, tags=self.tags),
            reminded_on=self.reminded_at.astimezone(zone).date() if self.reminded_at else None,
            levels=self.levels,
        )


def debtors_of(wanted: Wanted) -> list[Debtor]:
    """Every debtor wanted, in a steady order. One statement."""
    return _asked(_EVERYBODY, wanted, size=0)


def to_call(wanted: Wanted, *, size: int = 50) -> list[Debtor]:
    """Whom to call now: broken promises first, then the oldest arrears. One statement."""
    return _asked(_CALL, wanted, size=size)


def _asked(where: str, wanted: Wanted, *, size: int) -> list[Debtor]:
    sql = _FACTS.replace("{owed}", OWED).replace("{where}", where)
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted.asked | {"size": size})
        rows = cursor.fetchall()
    return [
        Debtor(Debt(*row[:7], tuple(row[7:11]), *row[11:13]), row[13], tuple(row[14]), row[15], *row[16:19],
               tuple(row[19]), *row[20:])
        for row in rows
    ]  # fmt: skip


_CHARGES = """
WITH place AS (SELECT * FROM unnest(%(estates)s::bigint[], %(days)s::date[]) AS p(estate_id, day)), open AS (
  SELECT c.id, c.unit_id, c.customer_id, p.day FROM place p JOIN ledger_charge c
      ON c.estate_id = p.estate_id AND c.due_on < p.day AND c.settled < c.amount
   WHERE c.unit_id = ANY(%(units)s)
  UNION ALL
  SELECT c.id, NULL, c.customer_id, p.day FROM place p JOIN ledger_charge c
      ON c.estate_id = p.estate_id AND c.due_on < p.day AND c.settled < c.amount
   WHERE c.unit_id IS NULL AND c.customer_id = ANY(%(customers)s)
)
SELECT c.id, coalesce(c.unit_id, 0), coalesce(c.customer_id, o.customer_id, 0) FROM open c
  LEFT JOIN LATERAL (
    SELECT o.customer_id FROM people_occupancy o
     WHERE c.customer_id IS NULL AND o.unit_id = c.unit_id AND o.role = 'owner' AND o.retired_at IS NULL
       AND (o.until IS NULL OR o.until >= c.day) ORDER BY o.since DESC NULLS LAST, o.id LIMIT 1) o ON true
"""


def charges_of(debts: Sequence[Debt]) -> dict[tuple[int, int], list[Charge]]:
    """(unit, customer) → the charges behind each debt, oldest first. Two statements for all."""
    if not debts:
        return {}
    days = {debt.estate: debt.day for debt in debts}
    asked = {
        "estates": list(days), "days": list(days.values()),
        "units": [debt.unit for debt in debts if debt.unit],
        "customers": [debt.customer for debt in debts if not debt.unit],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CHARGES, asked)
        whose = {pk: (unit, customer) for pk, unit, customer in cursor.fetchall()}
    rows = Charge.objects.filter(pk__in=list(whose)).select_related("tariff", "estate").defer("basis")
    found: dict[tuple[int, int], list[Charge]] = defaultdict(list)
    for charge in rows.oldest_first():
        found[whose[charge.pk]].append(charge)
    return found


def total_of(charges: Iterable[Charge]) -> Decimal:
    """What is still owed on them, in yuan."""
    return sum((one.outstanding for one in charges), Decimal(0))
