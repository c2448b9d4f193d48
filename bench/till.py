"""One payer after the other at the counter, in a real browser, typed as fast as it follows. Prints JSON.

python -m bench.till --port 8000 --estate 700002        beside a web server that runs on a database of `bench.money`

What a person needs besides is reckoned by the keystroke-level model (Card, Moran and Newell, Communications of the ACM
23(7), 1980): 0.28 s a key for an average typist, 1.35 s each time he must think, here who it is, what is owed, what is
given, and that it is right.
"""

import argparse
import json
import os
import sys
import time
from typing import Any

from bench.prepare import PASSWORD

KEY, THOUGHT, THOUGHTS = 0.28, 1.35, 4
CASH = "1000"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--estate", type=int, required=True)
    options.add_argument("--payers", type=int, default=20)
    given = options.parse_args()
    sys.stdout.write(json.dumps(measure(given.port, given.estate, given.payers)) + "\n")


def measure(port: int, estate_id: int, payers: int) -> dict[str, Any]:
    """Seconds of one payer, from the key that asks for him until his receipt stands there."""
    from playwright.sync_api import sync_playwright

    from guanjia.testing.windows import launch

    login, rooms = prepared(estate_id, payers)
    with sync_playwright() as driver:
        browser = launch(driver)
        page = browser.new_page(base_url=f"http://127.0.0.1:{port}", locale="zh-CN")
        page.goto("/login/?next=/cashier/")
        page.fill("input[name=login]", login)
        page.fill("input[type=password]", PASSWORD)
        page.press("input[type=password]", "Enter")
        page.wait_for_selector("#payer")
        keys, took = zip(*(serve(page, room) for room in rooms), strict=True)
        browser.close()
    machine, typed = sorted(took), max(keys)
    person = typed * KEY + THOUGHTS * THOUGHT
    return {
        "till_payers": len(rooms), "till_keys": typed, "till_machine_p50_s": round(machine[len(machine) // 2], 2),
        "till_machine_max_s": round(machine[-1], 2), "till_person_s": round(person, 1),
        "till_one_payer_s": round(person + machine[-1], 1),
    }  # fmt: skip


def serve(page: Any, room: str) -> tuple[int, float]:
    """Keys pressed and seconds taken for somebody who pays all he owes and gets change."""
    began = time.perf_counter()
    page.keyboard.press("/")
    page.wait_for_selector("#payer:focus")
    page.keyboard.type(room)
    page.keyboard.press("Enter")
    page.wait_for_selector("#taking [type=checkbox]:focus")
    page.keyboard.press("Enter")
    page.keyboard.type(CASH)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".receipt-taken")
    return 1 + len(room) + 2 + len(CASH) + 1, time.perf_counter() - began


def prepared(estate_id: int, payers: int) -> tuple[str, list[str]]:
    """A cashier with an open shift, and rooms that owe something and can be searched."""
    from django.contrib.auth import get_user_model

    from bench.paying import hire
    from guanjia.directory.places.indexing import index_units
    from guanjia.directory.places.models import Unit
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.work.ledger.models import Charge

    with acting_as(system(None)):
        cashier = get_user_model().objects.get(pk=hire(estate_id, 1)[0])
        cashier.set_password(PASSWORD)
        cashier.save()
        owing = Charge.objects.open().filter(estate=estate_id).order_by("-unit").values("unit").distinct()
        units = list(Unit.objects.filter(pk__in=owing[:payers]).select_related("building"))
        index_units(units)
    return cashier.login, [unit.key for unit in units]


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    django.setup()
    main()
