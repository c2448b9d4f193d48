"""Where the arrears are: by branch, estate, building, butler or tariff."""

from dataclasses import dataclass

from django.db import connection

from guanjia.work.collection.debts import OWED, Sums, Wanted

_GROUPS = {
    "branch": ("e.branch_id", "b.name"),
    "estate": ("p.estate_id", "e.name"),
    "building": ("p.building_id", "e.name || ' ' || g.name"),
    "butler": ("p.butler_id", "s.name"),
}
_BY = """
WITH {owed}
SELECT {key}, max({name}), count(*)::int, sum(p.n)::int, sum(p.total), sum(p.d30), sum(p.d90), sum(p.d365), sum(p.older)
  FROM picked p JOIN places_estate e ON e.id = p.estate_id LEFT JOIN places_branch b ON b.id = e.branch_id
  LEFT JOIN places_building g ON g.id = p.building_id LEFT JOIN team_staff s ON s.id = p.butler_id
 GROUP BY 1 ORDER BY 5 DESC LIMIT 200
"""
_BY_TARIFF = """
WITH place AS (SELECT * FROM unnest(%(estates)s::bigint[], %(days)s::date[]) AS p(estate_id, day)), sums AS (
  SELECT c.tariff_id, count(DISTINCT (c.estate_id, c.unit_id, c.customer_id))::int AS debtors, count(*)::int AS n,
         sum(c.amount - c.settled) AS total,
         coalesce(sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on <= 30), 0) AS d30,
         coalesce(sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on BETWEEN 31 AND 90), 0) AS d90,
         coalesce(sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on BETWEEN 91 AND 365), 0) AS d365,
         coalesce(sum(c.amount - c.settled) FILTER (WHERE p.day - c.due_on > 365), 0) AS older
    FROM place p JOIN ledger_charge c ON c.estate_id = p.estate_id AND c.due_on < p.day AND c.settled < c.amount
   GROUP BY c.tariff_id)
SELECT s.tariff_id, t.name, debtors, n, total, d30, d90, d365, older
  FROM sums s JOIN ledger_tariff t ON t.id = s.tariff_id ORDER BY total DESC
"""


@dataclass(frozen=True)
class Group:
    """A branch, estate, building, butler or tariff with what is owed there."""

    key: int | None
    name: str
    sums: Sums


def groups_of(wanted: Wanted, by: str) -> list[Group]:
    """Arrears by branch, estate, building, butler or tariff, the largest first. One statement."""
    sql = _BY_TARIFF if by == "tariff" else None
    if sql is None:
        key, name = _GROUPS[by]
        sql = _BY.format(owed=OWED, key=key, name=name)
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted.asked)
        rows = cursor.fetchall()
    return [Group(row[0], row[1] or "", Sums(row[2], row[3], row[4], tuple(row[5:9]))) for row in rows]
