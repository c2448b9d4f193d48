"""Eight cashiers of one estate at once, each a process with its own connection, till, shift and payers.

python -m bench.paying --estate 700001 --payments 100 [--cashiers 8]        prints JSON

A payer pays all that his home owes, every other one in cash: the whole `take_payment` with late fee, books, receipt
number, audit and those who hear of it. All of them take their receipt numbers from one counter. Asserted at the end:
numbers without a gap, as many receipts as payments, in each drawer what was paid in cash.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from decimal import Decimal
from typing import Any

WARM = 5  # payments of each cashier before the clock runs


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--estate", type=int, required=True)
    options.add_argument("--payments", type=int, default=100, help="of each cashier")
    options.add_argument("--cashiers", type=int, default=8)
    options.add_argument("--cashier", type=int, help="be this one")
    given = options.parse_args()
    if given.cashier is None:
        found = measure(given.estate, given.payments, given.cashiers)
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        stand(given.cashier)


def measure(estate_id: int, payments: int, cashiers: int) -> dict[str, float]:
    """Payments per second of all cashiers together, and milliseconds of one."""
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.work.cashier.models import Payment
    from guanjia.work.ledger.models import Charge

    with acting_as(system(None)):
        ids = hire(estate_id, cashiers)
        owing = Charge.objects.open().filter(estate=estate_id).order_by("unit").values_list("unit", flat=True)
        homes = list(owing.distinct()[: cashiers * (payments + WARM)])
    standing = [_process(estate_id, pk, homes[number::cashiers]) for number, pk in enumerate(ids)]
    for one in standing:
        assert one.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for one in standing:
        one.stdin.write("go\n")
        one.stdin.flush()
    took = sorted(value for one in standing for value in json.loads(one.stdout.readline()))
    seconds = time.perf_counter() - began
    with acting_as(system(None)):
        numbers = sorted(Payment.objects.filter(estate=estate_id).values_list("number", flat=True))
        assert len(numbers) == len(set(numbers)) == int(numbers[-1][-6:]), "a receipt number is missing"
        assert Payment.objects.filter(by__in=ids).count() == len(homes)
        _assert_drawers(ids)
    return {
        "cashiers": cashiers, "payments": len(took), "payments_per_s": round(len(took) / seconds, 1),
        "payment_p50_ms": round(took[len(took) // 2] * 1000, 1),
        "payment_p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1),
    }  # fmt: skip


def _process(estate_id: int, pk: int, homes: list[int]) -> subprocess.Popen[str]:
    """A cashier who has been told which homes come to his till."""
    command = [sys.executable, "-m", "bench.paying", "--estate", str(estate_id), "--cashier", str(pk)]
    made = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    made.stdin.write(json.dumps(homes) + "\n")
    made.stdin.flush()
    return made


def hire(estate_id: int, cashiers: int) -> list[int]:
    """Cashiers with a till and an open shift each."""
    from guanjia.directory.places.models import Estate
    from guanjia.directory.team import roles
    from guanjia.directory.team.models import Staff
    from guanjia.kernel.time import now
    from guanjia.work.cashier.actions import open_session
    from guanjia.work.cashier.models import Till

    estate, stamp = Estate.objects.get(pk=estate_id), time.time_ns()
    found = []
    for number in range(cashiers):
        person = Staff.objects.create(
            company_id=estate.company_id, login=f"till{stamp}-{number}", name=f"收银{number}", roles=[roles.CASHIER],
            estates=[estate_id],
        )  # fmt: skip
        till = Till.objects.create(company_id=estate.company_id, estate=estate, name=f"{stamp}-{number}")
        open_session(actor=person, now=now(), till=till, float=Decimal(0))
        found.append(person.pk)
    return found


def _assert_drawers(ids: list[int]) -> None:
    from django.db.models import Sum

    from guanjia.work.cashier.accounts import drawer
    from guanjia.work.cashier.models import CashSession, Tender
    from guanjia.work.ledger.actions import account

    for session in CashSession.objects.filter(cashier__in=ids).select_related("till__estate"):
        cash = Tender.objects.filter(payment__session=session, means="cash").aggregate(sum=Sum("amount"))[
            "sum"
        ]
        assert account(session.till.estate, *drawer(session.till)).balance == cash, (
            "the drawer is not what was paid"
        )


def stand(pk: int) -> None:
    """One cashier: take the money of the homes that stdin names, and print the seconds of each as JSON."""
    from django.contrib.auth import get_user_model

    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.work.cashier.models import CashSession

    mine = json.loads(sys.stdin.readline())
    with acting_as(system(None)):
        person = get_user_model().objects.get(pk=pk)
        session = CashSession.objects.select_related("till__estate").get(cashier=pk)
    for number, home in enumerate(mine[:WARM]):
        pay(person, session, home, number)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    took = []
    for number, home in enumerate(mine[WARM:]):
        began = time.perf_counter()
        pay(person, session, home, number)
        took.append(time.perf_counter() - began)
    sys.stdout.write(json.dumps(took) + "\n")


def pay(person: Any, session: Any, home: int, number: int) -> None:
    """Look up what the home owes, and take it, in the scope that a request at the desk enters."""
    from guanjia.engine.access.rowscope import enter
    from guanjia.kernel.time import now
    from guanjia.work.cashier.actions import Tendered, take_payment
    from guanjia.work.cashier.rules import Means
    from guanjia.work.ledger.models import Charge

    enter(person)
    owed = list(Charge.objects.open().filter(unit=home).select_related("unit", "customer").order_by("due_on"))
    total = sum(each.outstanding for each in owed)
    means = Means.CASH if number % 2 else Means.WECHAT
    take_payment(
        actor=person, now=now(), estate=session.till.estate, session=session, unit=owed[0].unit,
        customer=owed[0].customer, tenders=[Tendered(means, total, "" if number % 2 else f"W{home}")],
        charges=[(each, each.outstanding) for each in owed], key=f"bench-{home}",
    )  # fmt: skip


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    main()
