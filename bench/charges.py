"""A company's charges in bulk, as years of publishing leave them: month by month, estate by estate, one in ten open.

Written past the triggers, so the books do not raise them; they can be listed, reminded of and paid like any others.
"""

from bench.bulk import Bulk

FIRST, HOMES, MONTHS = 700_000, 5_000, 20  # the first estate's id; homes of an estate; months on the tables
CROWD = 20_000  # homes of the first estate, one charge each, nobody reminded yet
COMPANY = "(SELECT min(id) FROM places_company)"
TABLES = (
    "places_estate",
    "places_building",
    "places_unit",
    "people_customer",
    "ledger_tariff",
    "ledger_charge",
)


def fill(url: str, *, charges: int) -> list[int]:
    """At least a month of two estates. Returns the estates of 5,000 homes; the crowd's estate is before them."""
    bulk, estates = Bulk(url), max(2, round(charges / HOMES / MONTHS))
    last = FIRST + estates
    with bulk.unhindered(*TABLES):
        _homes(bulk, last)
        bulk.insert(
            "ledger_tariff",
            {
                "id": f"{FIRST}",
                "company_id": COMPANY,
                "code": "'bench'",
                "name": "'量测费'",
                "kind": "'regular'",
            },
            "generate_series(1, 1) g",
        )
        for month in range(MONTHS):
            _month(bulk, month, last)
        _crowd(bulk)
    return list(range(FIRST + 1, last + 1))


def _homes(bulk: Bulk, last: int) -> None:
    home = {"company_id": COMPANY, "estate_id": "e"}
    bulk.insert(
        "places_estate",
        {"id": "e", "company_id": COMPANY, "code": "'M' || e", "name": "'收费量测 ' || e",
         "time_zone": "'Asia/Shanghai'"},
        f"generate_series({FIRST}, {last}) e",
    )  # fmt: skip
    bulk.insert(
        "places_building",
        home | {"id": "e", "name": "'1'", "order": "1"},
        f"generate_series({FIRST}, {last}) e",
    )
    each = (
        f"generate_series({FIRST}, {last}) e, LATERAL generate_series(1, CASE e WHEN {FIRST} THEN {CROWD}"
        f" ELSE {HOMES} END) n ORDER BY e, n"
    )
    bulk.insert(
        "places_unit",
        home | {"id": "e::bigint * 100000 + n", "building_id": "e", "number": "n", "key": "'1-' || n", "kind": "'flat'",
                "status": "'occupied'", "area": "98.60"},
        each,
    )  # fmt: skip
    bulk.insert(
        "people_customer",
        {"id": "e::bigint * 100000 + n", "company_id": COMPANY, "kind": "'person'", "name": "'住户' || n",
         "estate_ids": "ARRAY[e]::bigint[]"},
        each,
    )  # fmt: skip


def _charge(month: int, *, open: str) -> dict[str, str]:
    start = f"(date_trunc('month', current_date) - interval '{MONTHS - month} months')::date"
    return {
        "company_id": COMPANY, "estate_id": "e", "tariff_id": str(FIRST), "unit_id": "e::bigint * 100000 + n",
        "customer_id": "e::bigint * 100000 + n", "kind": "'regular'", "text": f"'量测费 {month}'",
        "period_start": start, "period_end": f"{start} + 27", "due_on": f"{start} + 14", "on": start,
        "amount": "276.08", "settled": f"CASE WHEN {open} THEN 0 ELSE 276.08 END",
        "basis": """'{"method": "area", "area": "98.60", "pieces": [["2.80", "1"]]}'::jsonb""",
    }  # fmt: skip


def _month(bulk: Bulk, month: int, last: int) -> None:
    """Each home leaves two of twenty months open, other homes other months."""
    bulk.insert(
        "ledger_charge",
        _charge(month, open=f"(n * 7 + {month} * 13) % 10 = 0"),
        f"generate_series({FIRST + 1}, {last}) e, generate_series(1, {HOMES}) n ORDER BY e, n",
    )


def _crowd(bulk: Bulk) -> None:
    bulk.insert(
        "ledger_charge",
        _charge(MONTHS - 3, open="true"),
        f"(SELECT {FIRST} AS e, n FROM generate_series(1, {CROWD}) n) x ORDER BY n",
    )
