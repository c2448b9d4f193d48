"""What a run reads of units, people and earlier bills, a batch at a time, as plain tuples."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from guanjia.work.billing.rules.periods import Span

OPEN_START, OPEN_END = date(1900, 1, 1), date(9999, 12, 31)


class Home(NamedTuple):
    """A unit as the arithmetic needs it."""

    pk: int
    building: int
    address: str
    kind: str
    status: str
    area: Decimal | None
    handed_over_on: date | None


class Person(NamedTuple):
    """Owner or tenant of a unit from a day to a day."""

    role: str
    customer: int
    name: str
    span: Span


class Billed(NamedTuple):
    """An earlier bill. `withdrawn`: credited in full; `free`: nothing replaces it yet."""

    charge: int
    span: Span
    amount: Decimal
    withdrawn: bool
    free: bool


class Listed(NamedTuple):
    """A unit named for a fee."""

    span: Span
    quantity: Decimal | None
    weight: Decimal | None


@dataclass
class Facts:
    """Everything about a batch of units, by unit (and tariff)."""

    homes: list[Home]
    people: dict[int, list[Person]] = field(default_factory=dict)
    billed: dict[tuple[int, int], list[Billed]] = field(default_factory=dict)
    listed: dict[tuple[int, int], list[Listed]] = field(default_factory=dict)


def unit_ids(estate_id: int, *, after: int) -> list[int]:
    """The units in use of an estate, in order."""
    rows = _rows(
        "SELECT id FROM places_unit WHERE estate_id = %s AND retired_at IS NULL AND id > %s ORDER BY id",
        [estate_id, after],
    )
    return [pk for (pk,) in rows]


def facts_of(
    estate_id: int, first: int, last: int, *, tariffs: list[int], since: date, until: date, earlier: date
) -> Facts:
    """Units first … last of the estate; who is there between `since` and `until`; bills that end after `earlier`."""
    here = {"estate": estate_id, "first": first, "last": last}
    facts = Facts(_homes(here))
    facts.people = _people({**here, "since": since, "until": until})
    facts.billed = _billed({**here, "tariffs": tariffs, "earlier": earlier})
    facts.listed = _listed({**here, "tariffs": tariffs})
    return facts


def _homes(here: dict[str, Any]) -> list[Home]:
    rows = _rows(
        "SELECT u.id, u.building_id, b.name, u.entrance, u.number, u.kind, u.status, u.area, u.handed_over_on"
        " FROM places_unit u JOIN places_building b ON b.id = u.building_id"
        " WHERE u.estate_id = %(estate)s AND u.retired_at IS NULL AND u.id BETWEEN %(first)s AND %(last)s"
        " ORDER BY u.id",
        here,
    )
    return [
        Home(pk, building, spoken(name, entrance, number), kind, status, area, handed)
        for pk, building, name, entrance, number, kind, status, area, handed in rows
    ]


def spoken(building: str, entrance: str, number: str) -> str:
    """`3栋2单元1501`, as `Unit.spoken_address` says it."""
    return (
        f"{building}{'栋' if building.isdigit() else ''}"
        f"{entrance}{'单元' if entrance.isdigit() else ''}{number}"
    )


def _people(asked: dict[str, Any]) -> dict[int, list[Person]]:
    rows = _rows(
        "SELECT o.unit_id, o.role, o.customer_id, c.name, o.since, o.until FROM people_occupancy o"
        " JOIN people_customer c ON c.id = o.customer_id"
        " WHERE o.estate_id = %(estate)s AND o.unit_id BETWEEN %(first)s AND %(last)s AND o.retired_at IS NULL"
        " AND o.role IN ('owner', 'tenant') AND coalesce(o.until, 'infinity') >= %(since)s"
        " AND coalesce(o.since, '-infinity') <= %(until)s ORDER BY o.unit_id, o.since NULLS FIRST, o.id",
        asked,
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for unit, role, customer, name, since, until in rows:
        found[unit].append(Person(role, customer, name, Span(since or OPEN_START, until or OPEN_END)))
    return found


def _billed(asked: dict[str, Any]) -> dict[tuple[int, int], list[Billed]]:
    rows = _rows(
        "SELECT c.unit_id, c.tariff_id, c.id, c.period_start, c.period_end, c.amount,"
        " EXISTS (SELECT FROM billing_creditnote n WHERE n.charge_id = c.id AND n.withdraws),"
        " NOT EXISTS (SELECT FROM ledger_charge r WHERE r.replaces_id = c.id) FROM ledger_charge c"
        " WHERE c.estate_id = %(estate)s AND c.unit_id BETWEEN %(first)s AND %(last)s"
        " AND c.tariff_id = ANY (%(tariffs)s) AND c.kind = 'regular' AND c.period_end >= %(earlier)s"
        " ORDER BY c.unit_id, c.period_start, c.id",
        asked,
    )
    found: dict[tuple[int, int], list[Billed]] = defaultdict(list)
    for unit, tariff, charge, start, end, amount, withdrawn, free in rows:
        found[unit, tariff].append(Billed(charge, Span(start, end), amount, withdrawn, free))
    return found


def _listed(asked: dict[str, Any]) -> dict[tuple[int, int], list[Listed]]:
    rows = _rows(
        "SELECT unit_id, tariff_id, since, until, quantity, weight FROM billing_tariffunit"
        " WHERE estate_id = %(estate)s AND unit_id BETWEEN %(first)s AND %(last)s"
        " AND tariff_id = ANY (%(tariffs)s) ORDER BY unit_id, since",
        asked,
    )
    found: dict[tuple[int, int], list[Listed]] = defaultdict(list)
    for unit, tariff, since, until, quantity, weight in rows:
        found[unit, tariff].append(Listed(Span(since, until or OPEN_END), quantity, weight))
    return found


def spaces_of(estate_id: int) -> dict[int, list[Span]]:
    """Customer → the times for which they hold each parking space of the estate."""
    rows = _rows(
        "SELECT DISTINCT o.customer_id, o.unit_id, o.since, o.until FROM people_occupancy o"
        " JOIN places_unit u ON u.id = o.unit_id AND u.kind = 'parking' AND u.retired_at IS NULL"
        " WHERE o.estate_id = %s AND o.retired_at IS NULL AND o.role IN ('owner', 'tenant')",
        [estate_id],
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for customer, _unit, since, until in rows:
        found[customer].append(Span(since or OPEN_START, until or OPEN_END))
    return found


def bases_of(
    run_id: int, estate_id: int, units: tuple[int, int], tariffs: list[int]
) -> dict[tuple[int, int], list[Any]]:
    """(unit, tariff) → (first day, amount) of bills that stand and of those that this run proposes."""
    rows = _rows(
        "SELECT unit_id, tariff_id, period_start, amount FROM billing_draftline"
        " WHERE run_id = %(run)s AND reason = '' AND tariff_id = ANY (%(tariffs)s)"
        " AND unit_id BETWEEN %(first)s AND %(last)s"
        " UNION ALL SELECT c.unit_id, c.tariff_id, c.period_start, c.amount FROM ledger_charge c"
        " WHERE c.estate_id = %(estate)s AND c.tariff_id = ANY (%(tariffs)s) AND c.kind = 'regular'"
        " AND c.unit_id BETWEEN %(first)s AND %(last)s AND NOT EXISTS"
        " (SELECT FROM billing_creditnote n WHERE n.charge_id = c.id AND n.withdraws)",
        {"run": run_id, "estate": estate_id, "tariffs": tariffs, "first": units[0], "last": units[1]},
    )
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for unit, tariff, start, amount in rows:
        found[unit, tariff].append((start, amount))
    return found


def _rows(sql: str, asked: Iterable[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()
