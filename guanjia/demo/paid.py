"""How the households of the demo paid their bills of a year: most at once, some late, a few not at all.

Written in bulk, as `take_payment` would have left it; the database holds it to the same rules.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Unit
from guanjia.engine.imports import bulk
from guanjia.engine.numbering.models import Counter
from guanjia.work.cashier import accounts
from guanjia.work.cashier.models import Payment, PaymentLine, Tender
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import account, sides
from guanjia.work.ledger.models import Account, Charge, Entry, Tariff, Transfer

# Share of households, and how many days after the due day they pay; None: not any more since some month.
HABITS = ((48, (-12, 2)), (22, (0, 12)), (16, (14, 45)), (8, (40, 110)), (6, None))
MEANS = ((Means.WECHAT, 56), (Means.ALIPAY, 22), (Means.CARD, 12), (Means.TRANSFER, 10))


@dataclass
class Paying:
    """One household's payment: when, by which means, for which charges."""

    at: datetime
    means: Means
    charges: list[Charge]

    @property
    def amount(self) -> Decimal:
        return sum((each.amount for each in self.charges), Decimal(0))


def pay_the_past(estate: Any, *, now: datetime, cashier: Any) -> int:
    """Everything that households paid before today. Returns the number of payments."""
    payings = sorted(_payings(estate, now), key=lambda each: each.at)
    home = {"company_id": estate.company_id, "estate_id": estate.pk}
    numbers = _numbers(payings)
    entries = [
        Entry(**home, kind="payment", on=each.at.date(), at=each.at, text=f"收款 {number}", actor=cashier,
              actor_name=cashier.name)
        for each, number in zip(payings, numbers, strict=True)
    ]  # fmt: skip
    bulk.insert(Entry, entries)
    units, people = Unit.objects.filter(estate=estate).in_bulk(), Customer.objects.in_bulk()
    payments = [
        _payment(each, number, entry, home, cashier, units, people)
        for each, number, entry in zip(payings, numbers, entries, strict=True)
    ]
    bulk.insert(Payment, payments)
    bulk.insert(Transfer, list(_transfers(estate, payings, entries, home)))
    bulk.insert(
        Tender,
        [Tender(**home, payment=payment, means=each.means.value, amount=payment.amount,
                reference=f"{each.means.value[:2].upper()}{payment.pk:010}")
         for each, payment in zip(payings, payments, strict=True)],
    )  # fmt: skip
    bulk.insert(
        PaymentLine,
        [PaymentLine(**home, payment=payment, kind="charge", charge=charge, text=charge.text, amount=charge.amount)
         for each, payment in zip(payings, payments, strict=True) for charge in each.charges],
    )  # fmt: skip
    for year in {number[2:4] for number in numbers}:
        last = sum(number[2:4] == year for number in numbers)
        Counter.objects.create(**home, kind="receipt", period=year, value=last)
    return len(payments)


def _payings(estate: Any, now: datetime) -> Iterator[Paying]:
    """By household and day of paying, oldest bills first."""
    by_unit: dict[int, list[Charge]] = defaultdict(list)
    for charge in (
        Charge.objects.open().filter(estate=estate, unit__isnull=False).oldest_first().defer("basis")
    ):
        by_unit[charge.unit_id].append(charge)
    zone = ZoneInfo(estate.time_zone)
    for unit_id, charges in by_unit.items():
        chance = Random(unit_id)
        days: dict[date, list[Charge]] = defaultdict(list)
        for day, charge in _days(charges, chance, now.astimezone(zone).date()):
            days[day].append(charge)
        means = chance.choices([each for each, _share in MEANS], [share for _each, share in MEANS])[0]
        for day, together in days.items():
            at = datetime.combine(day, time(8 + chance.randrange(11), chance.randrange(60)), zone)
            yield Paying(at, means, together)


def _days(charges: list[Charge], chance: Random, today: date) -> Iterator[tuple[date, Charge]]:
    window = chance.choices([days for _share, days in HABITS], [share for share, _days in HABITS])[0]
    stops = None if window else charges[0].due_on + timedelta(days=chance.randrange(30, 300))
    least, most = window or (0, 20)
    later = {
        due: due + timedelta(days=chance.randint(least, most)) for due in {each.due_on for each in charges}
    }
    for charge in charges:
        day = max(later[charge.due_on], charge.on)
        if day < today and (stops is None or charge.due_on < stops):
            yield day, charge


def _numbers(payings: list[Paying]) -> list[str]:
    """Receipt numbers in the order of time, from one in each year."""
    seen: dict[str, int] = defaultdict(int)
    numbers = []
    for each in payings:
        year = f"{each.at:%y}"
        seen[year] += 1
        numbers.append(f"SJ{year}-{seen[year]:06}")
    return numbers


def _payment(
    each: Paying, number: str, entry: Entry, home: dict[str, int], cashier: Any, units: dict[int, Unit],
    people: dict[int, Customer],
) -> Payment:  # fmt: skip
    first = each.charges[0]
    unit, customer = units[first.unit_id], people.get(first.customer_id)
    online = each.means in (Means.WECHAT, Means.ALIPAY)
    return Payment(
        **home, number=number, channel="online" if online else "desk", unit=unit, customer=customer,
        payer=str(customer or unit), amount=each.amount, at=each.at, on=each.at.date(), by=cashier,
        by_name=cashier.name, entry=entry, prints=1,
    )  # fmt: skip


def _transfers(
    estate: Any, payings: list[Paying], entries: list[Entry], home: dict[str, int]
) -> Iterator[Transfer]:
    into: dict[Means, Account] = {}
    owed: dict[tuple[int, str], Account] = {}
    tariffs = Tariff.objects.select_related("payee").in_bulk()
    for each, entry in zip(payings, entries, strict=True):
        if each.means not in into:
            into[each.means] = account(
                estate, *accounts.source(each.means, session=None, customer=None, unit=None)
            )
        for charge in each.charges:
            kind = charge.tariff_id, charge.kind
            if kind not in owed:
                owed[kind] = sides(estate, tariffs[charge.tariff_id], charge.kind)[0]
            yield Transfer(
                **home, entry=entry, on=entry.on, debit=into[each.means], credit=owed[kind],
                amount=charge.amount, charge=charge,
            )  # fmt: skip
