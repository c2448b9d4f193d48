"""The books hold: in balance by construction, append-only, never overdrawn, never paid twice, closed is closed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from guanjia.kernel.errors import Refused, Stale
from guanjia.testing import calendar
from guanjia.work.ledger.actions import Move, account, close_books, post, raise_charges, reverse, sides
from guanjia.work.ledger.models import Account, Book, Charge, Entry, Payee, Tariff, Transfer
from guanjia.work.ledger.rules import Kind

pytestmark = pytest.mark.usefixtures("as_system")
NOW = calendar.at("周三 10:00")


@pytest.fixture
def fee(cast) -> Tariff:
    return Tariff.objects.create(company=cast.company, code="wy", name="物业费")


@pytest.fixture
def bill(cast, fee):
    """`bill("98.60")` publishes a charge of the home 3-2-1501."""
    months = iter(range(1, 13))

    def publish(amount: str, tariff: Tariff = fee) -> Charge:
        month = next(months)
        charge = Charge(
            tariff=tariff, unit=cast.unit, customer=cast.owner, text=f"{tariff} 2026-{month:02}",
            period_start=date(2026, month, 1), period_end=date(2026, month, 28),
            due_on=date(2026, month, 15), on=date(2026, month, 1), amount=Decimal(amount),
        )  # fmt: skip
        raise_charges(
            actor=cast.manager, now=NOW, estate=cast.estate, charges=[charge], kind="bill", text="出账"
        )
        return charge

    return publish


def pay(cast, charge: Charge, amount: str, drawer: str = "1") -> Entry:
    owed, _income = sides(cast.estate, charge.tariff, charge.kind)
    cash = account(cast.estate, Kind.CASH, drawer)
    return post(
        actor=cast.desk, now=NOW, estate=cast.estate, kind="payment", text="收款",
        moves=[Move(cash, owed, Decimal(amount), charge=charge)],
    )  # fmt: skip


def drawer(cast) -> Decimal:
    return Account.objects.get(estate=cast.estate, kind=Kind.CASH, ref="1").balance


def test_a_charge_is_raised_paid_in_part_and_in_full(cast, bill):
    charge = bill("100.00")
    pay(cast, charge, "40.00")
    charge.refresh_from_db()
    assert charge.outstanding == Decimal("60.00")
    pay(cast, charge, "60.00")
    assert not Charge.objects.open().exists()
    assert drawer(cast) == Decimal("100.00")


def test_no_charge_is_paid_twice(cast, bill):
    charge = bill("100.00")
    pay(cast, charge, "100.00")
    with pytest.raises(Stale):
        pay(cast, charge, "0.01")
    assert drawer(cast) == Decimal("100.00"), "nothing half-booked"


def test_a_reversed_payment_opens_the_charge_again_once(cast, bill):
    charge = bill("100.00")
    entry = pay(cast, charge, "100.00")
    reverse(actor=cast.desk, now=NOW, entry=entry, text="作废")
    charge.refresh_from_db()
    assert (charge.settled, drawer(cast)) == (0, 0)
    with pytest.raises(Refused):
        reverse(actor=cast.desk, now=NOW, entry=entry, text="再作废")


def test_an_account_with_a_balance_is_never_overdrawn(cast, bill):
    charge = bill("100.00")
    pay(cast, charge, "50.00")
    cash, bank = account(cast.estate, Kind.CASH, "1"), account(cast.estate, Kind.BANK)
    with pytest.raises(Refused, match="余额不足"):
        post(
            actor=cast.desk, now=NOW, estate=cast.estate, kind="deposit", text="存行",
            moves=[Move(bank, cash, Decimal("50.01"))],
        )  # fmt: skip


def test_money_collected_for_others_stays_apart(cast, bill):
    water = Payee.objects.create(company=cast.company, name="自来水公司")
    tariff = Tariff.objects.create(company=cast.company, code="water", name="水费", payee=water)
    bill("30.00", tariff)
    kinds = set(Account.objects.values_list("kind", "ref"))
    assert kinds == {("receivable_for", str(water.pk)), ("collected", str(water.pk))}


def test_a_closed_day_refuses_postings(cast, bill):
    charge = bill("100.00")
    yesterday = NOW.date() - timedelta(days=1)
    close_books(actor=cast.manager, now=NOW, estate=cast.estate, kind="day", through=yesterday)
    owed, _income = sides(cast.estate, charge.tariff)
    with pytest.raises(Refused, match="已经结账"):
        post(
            actor=cast.desk, now=NOW, estate=cast.estate, kind="payment", text="收款", on=yesterday,
            moves=[Move(account(cast.estate, Kind.BANK), owed, Decimal(1), charge=charge)],
        )  # fmt: skip
    with pytest.raises(Refused):
        close_books(actor=cast.manager, now=NOW, estate=cast.estate, kind="day", through=yesterday)


def test_the_future_and_half_a_month_cannot_be_closed(cast):
    with pytest.raises(Refused):
        close_books(actor=cast.manager, now=NOW, estate=cast.estate, kind="day", through=NOW.date())
    with pytest.raises(Refused):
        close_books(actor=cast.manager, now=NOW, estate=cast.estate, kind="month", through=date(2026, 1, 30))


BUGS = {
    "an entry is edited": lambda cast, charge: Entry.objects.update(text="x"),
    "a transfer is edited": lambda cast, charge: Transfer.objects.update(amount=1),
    "a transfer is deleted": lambda cast, charge: Transfer.objects.all().delete(),
    "an amount owed is edited": lambda cast, charge: Charge.objects.update(amount=1),
    "a charge is marked as paid": lambda cast, charge: Charge.objects.update(settled=100),
    "a charge is deleted": lambda cast, charge: Charge.objects.all()._raw_delete("default"),
    "a balance is edited": lambda cast, charge: Account.objects.filter(guarded=True).update(balance=5),
    "a charge outside the books": lambda cast, charge: _copy(charge, period_start=date(2025, 1, 1)),
    "a charge raised twice": lambda cast, charge: _transfer(
        cast, charge, raises=charge, amount=charge.amount
    ),
    "a charge raised in part": lambda cast, charge: _transfer(cast, charge, raises=charge, amount=1),
    "an account of another estate": lambda cast, charge: _transfer(
        cast, charge, debit=account(cast.other_estate, Kind.BANK)
    ),
    "points for yuan": lambda cast, charge: _transfer(
        cast, charge, debit=account(cast.estate, Kind.POINTS_ISSUED)
    ),
    "another day than its entry": lambda cast, charge: _transfer(cast, charge, on=date(2020, 1, 1)),
    "closed days are opened": lambda cast, charge: _reopen(cast),
}


def _copy(charge: Charge, **other) -> None:
    charge.pk = None
    for name, value in other.items():
        setattr(charge, name, value)
    charge.settled = 0
    Charge.objects.bulk_create([charge])


def _transfer(cast, charge: Charge, **other) -> None:
    first = Transfer.objects.first()
    values = {
        "company": cast.company, "estate": cast.estate, "entry": first.entry, "on": first.on,
        "debit": first.debit, "credit": first.credit, "amount": Decimal(1), **other,
    }  # fmt: skip
    Transfer.objects.bulk_create([Transfer(**values)])


def _reopen(cast) -> None:
    Book.objects.create(company=cast.company, estate=cast.estate, closed_through=date(2026, 1, 31))
    Book.objects.update(closed_through=date(2026, 1, 1))


@pytest.mark.parametrize("bug", BUGS.values(), ids=BUGS)
def test_even_a_buggy_program_cannot_harm_the_books(bug, cast, bill):
    charge = bill("100.00")
    pay(cast, charge, "10.00")
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        bug(cast, charge)
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def rows_read() -> int:
    """Rows of charges that this transaction has read so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = %s",
            [Charge._meta.db_table],
        )
        return cursor.fetchone()[0]


def test_a_payment_reads_its_own_charge_also_after_a_bill_of_a_whole_estate(cast, fee):
    """A session keeps the plans of the posting trigger; those of a large bill must suit a small payment."""
    day = date(2026, 1, 1)

    def bill(first: int) -> list[Charge]:
        days = [day - timedelta(days=first + at) for at in range(2000)]
        charges = [
            Charge(tariff=fee, unit=cast.unit, customer=cast.owner, text=f"物业费 {one}", amount=Decimal(1), on=day,
                   due_on=day, period_start=one, period_end=one)
            for one in days
        ]  # fmt: skip
        raise_charges(
            actor=cast.manager, now=NOW, estate=cast.estate, charges=charges, kind="bill", text="出账"
        )
        return charges

    bill(0)
    with connection.cursor() as cursor:
        # What earlier tests of this process left as the size of an empty table would decide the plans.
        cursor.execute("ANALYZE ledger_charge")
        cursor.execute("DISCARD PLANS")
    charges = bill(2000)
    owed, _income = sides(cast.estate, fee, "regular")
    moves = [Move(account(cast.estate, Kind.BANK), owed, Decimal(1), charge=one) for one in charges[1:]]
    post(actor=cast.desk, now=NOW, estate=cast.estate, kind="payment", text="批量入账", moves=moves)
    before = rows_read()
    pay(cast, charges[0], "1.00")
    assert rows_read() - before < 20
