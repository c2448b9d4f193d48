"""Money among many charges: arrears lists, payments by eight cashiers, reminders, trial balance. Prints JSON.

python -m bench.money --charges 10000000        in a database that `bench.prepare` has made
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

PAGES = 100
TRANSFERS = """
INSERT INTO ledger_transfer (company_id, estate_id, entry_id, "on", debit_id, credit_id, amount, currency)
SELECT e.company_id, e.estate_id, e.id, e."on", d.id, c.id, 276.08, 'CNY'
  FROM ledger_entry e JOIN ledger_account d ON d.estate_id = e.estate_id AND d.kind = 'receivable'
  JOIN ledger_account c ON c.estate_id = e.estate_id AND c.kind = 'revenue', generate_series(1, %(each)s)
 WHERE e.estate_id = %(estate)s AND e.kind = 'bench'
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--charges", type=int, default=10_000_000)
    charges = options.parse_args().charges
    sys.stdout.write(json.dumps(measure(charges)) + "\n")


def measure(charges: int) -> dict[str, Any]:
    """Seconds, milliseconds or a rate, as the names say."""
    from bench import charges as bulk
    from bench import paying
    from guanjia.config.database import database_url
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as

    began = time.perf_counter()
    estates = bulk.fill(database_url().replace("guanjia@", "postgres@"), charges=charges)
    found: dict[str, Any] = {
        "charges": len(estates) * bulk.HOMES * bulk.MONTHS + bulk.CROWD, "estates": len(estates),
        "fill_s": round(time.perf_counter() - began, 1),
    }  # fmt: skip
    found |= arrears(estates)
    found |= paying.measure(estates[0], payments=100, cashiers=8)
    with acting_as(system(None)):
        found |= reminders(bulk.FIRST)
        found |= balance(estates[-1], transfers=max(100_000, charges // 5))
    return found


def arrears(estates: list[int]) -> dict[str, Any]:
    """Lists of one estate after the other, with the late fees of a page, for somebody of twenty estates."""
    from guanjia.directory.places.models import Estate
    from guanjia.directory.team import roles
    from guanjia.directory.team.models import Staff
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.kernel.time import now
    from guanjia.screens.collection.queries import with_late_fees
    from guanjia.work.collection.debts import Wanted, page_of

    with acting_as(system(None)):
        places = list(Estate.objects.filter(pk__in=estates[:20]))
        who = Staff.objects.create(
            company_id=places[0].company_id, login=f"owed{time.time_ns()}", name="会计", roles=[roles.ACCOUNTANT],
            estates=estates[:20],
        )  # fmt: skip
    at = now()

    def look(number: int) -> None:
        page = page_of(Wanted.at([places[number % len(places)]], at), sort="-total")
        with_late_fees(page.debts, now=at)

    with acting_as(who):
        took = [_seconds(lambda number=number: look(number)) * 1000 for number in range(PAGES)]
        first, rest = sorted(took[: len(places)]), sorted(took[len(places) :])
    return {
        "arrears_first_look_max_ms": round(first[-1]), "arrears_p50_ms": round(rest[len(rest) // 2]),
        "arrears_p95_ms": round(rest[int(len(rest) * 0.95)]),
    }  # fmt: skip


def reminders(estate_id: int) -> dict[str, Any]:
    """Everybody of an estate of 20,000 homes is reminded for the first time."""
    from guanjia.directory.places.models import Estate
    from guanjia.engine.access import system
    from guanjia.kernel.time import now
    from guanjia.work.collection.actions import prepare, start_run
    from guanjia.work.collection.rules import Level

    estate, at = Estate.objects.get(pk=estate_id), now()
    run = start_run(
        actor=system(estate.company_id), now=at, estate=estate, levels=list(Level), key="", defer=False
    )
    took = _seconds(lambda: prepare(run=run, now=at))
    run.refresh_from_db()
    return {"reminders": sum(run.found["levels"].values()), "reminders_s": round(took, 1)}


def balance(estate_id: int, *, transfers: int) -> dict[str, Any]:
    """A month's trial balance of an estate with a year of transfers, before and after the months before are closed."""
    from django.db import connection

    from guanjia.directory.places.models import Estate
    from guanjia.engine.access import system
    from guanjia.kernel.time import now
    from guanjia.work.ledger.actions import close_books, sides
    from guanjia.work.ledger.models import Closing, Entry, Tariff
    from guanjia.work.ledger.queries import trial_balance

    estate, at = Estate.objects.get(pk=estate_id), now()
    sides(estate, Tariff.objects.get(code="bench"))
    first = at.date().replace(day=1)
    days = [first - timedelta(days=back) for back in range(1, 361)]
    Entry.objects.bulk_create(
        Entry(company_id=estate.company_id, estate=estate, kind="bench", on=day, at=at, text="bench",
              actor_name="bench")
        for day in days
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TRANSFERS, {"estate": estate_id, "each": transfers // len(days)})
        cursor.execute("VACUUM ANALYZE ledger_transfer")
    until = first - timedelta(days=1)
    since = until.replace(day=1)
    asked = {"since": since, "until": until}

    def look() -> None:
        assert trial_balance([estate_id], **asked).balances

    whole = min(_seconds(look) for _again in range(3))
    actor, before = system(estate.company_id), since - timedelta(days=1)
    close_books(actor=actor, now=at, estate=estate, kind=Closing.Kind.MONTH, through=before)
    closed = min(_seconds(look) for _again in range(3))
    return {
        "transfers": transfers, "trial_balance_never_closed_s": round(whole, 2),
        "trial_balance_s": round(closed, 2),
    }  # fmt: skip


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    main()
