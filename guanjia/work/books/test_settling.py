"""What is owed to payees, the self-check, and a closing that races a posting."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.testing.cast import assemble
from guanjia.work.books import actions
from guanjia.work.books.conftest import FIRST, LAST, NOW, move
from guanjia.work.books.owing import due_to, dues, statement
from guanjia.work.ledger.actions import Move, account, close_books, post, raise_charges, reverse, sides
from guanjia.work.ledger.health import checks
from guanjia.work.ledger.models import Charge, Closing, Entry, Payee, Tariff, Transfer
from guanjia.work.ledger.rules import Kind

pytestmark = pytest.mark.usefixtures("as_system")


@pytest.fixture
def water(cast):
    """Water for 80.00, of which 50.00 came in and 10.00 went back."""
    payee = Payee.objects.create(company=cast.company, name="自来水公司")
    tariff = Tariff.objects.create(company=cast.company, code="water", name="水费", payee=payee)
    charge = Charge(
        tariff=tariff, unit=cast.unit, text="水费", period_start=FIRST, period_end=LAST, due_on=LAST, on=FIRST,
        amount=Decimal(80),
    )  # fmt: skip
    us = {"actor": cast.accountant, "now": NOW}
    raise_charges(estate=cast.estate, charges=[charge], kind="bill", text="出账", on=FIRST, **us)
    owed, _collected = sides(cast.estate, tariff)
    bank = account(cast.estate, Kind.BANK)
    for amount in ("40.00", "10.00"):
        paid = post(
            estate=cast.estate, kind="payment", text="收", on=FIRST,
            moves=[Move(bank, owed, Decimal(amount), charge=charge)], **us,
        )  # fmt: skip
    reverse(entry=paid, text="退", on=FIRST, **us)
    return payee


def ask(cast, payee, amount: str, **more):
    return actions.settle_payee(
        actor=cast.accountant, now=NOW, estate=cast.estate, payee=payee, through=LAST, amount=Decimal(amount), **more
    )  # fmt: skip


def test_a_payee_gets_what_came_in_and_no_more(cast, water):
    told = statement(water, cast.estate, since=FIRST, until=LAST)
    assert (told.before, told.after) == (0, 40)
    part = told.parts[0]
    assert (part.raised, part.received, part.returned, part.settled) == (80, 50, 10, 0)
    with pytest.raises(Refused, match="最多"):
        ask(cast, water, "40.01")
    asked = ask(cast, water, "40.00", key="k")
    assert ask(cast, water, "40.00", key="k") == asked
    with pytest.raises(Refused, match="等待批准"):
        ask(cast, water, "1.00")
    paid = actions.pay_settlement(actor=cast.manager, now=NOW, settlement=asked)
    assert paid.entry.kind == "settlement"
    assert due_to(water, cast.estate, through=date.max) == 0
    assert [(each.owed, each.due) for each in dues(cast.manager, [cast.estate.pk], through=date.max)] == [
        (40, 0)
    ]
    november = statement(water, cast.estate, since=date(2026, 11, 1), until=date(2026, 11, 30))
    assert (november.before, november.total.settled, november.after) == (40, 40, 0)
    with pytest.raises(Refused):
        ask(cast, water, "0.01")


def test_nobody_approves_his_own_request(cast, water):
    asked = actions.settle_payee(
        actor=cast.manager, now=NOW, estate=cast.estate, payee=water, through=LAST, amount=Decimal(5)
    )
    with pytest.raises(Refused, match="另一个人"):
        actions.pay_settlement(actor=cast.manager, now=NOW, settlement=asked)
    with pytest.raises(Forbidden):
        actions.pay_settlement(actor=cast.cashier, now=NOW, settlement=asked)
    with pytest.raises(Refused, match="原因"):
        actions.refuse_settlement(actor=cast.headquarters, now=NOW, settlement=asked, answer=" ")
    refused = actions.refuse_settlement(actor=cast.headquarters, now=NOW, settlement=asked, answer="账号不对")
    assert refused.state == "refused" and refused.entry is None
    with pytest.raises(Refused):
        actions.pay_settlement(actor=cast.headquarters, now=NOW, settlement=asked)


def test_payees_are_named_once(cast):
    us = {"actor": cast.accountant, "now": NOW}
    payee = actions.save_payee(name="燃气公司", bank_account="建行 1", key="k", **us)
    assert actions.save_payee(name="燃气公司", key="k", **us) == payee
    with pytest.raises(Refused, match="同名"):
        actions.save_payee(name="燃气公司", **us)
    actions.save_payee(payee=payee, name="燃气集团", retired=True, **us)
    payee.refresh_from_db()
    assert (payee.name, payee.bank_account, payee.retired_at) == ("燃气集团", "建行 1", NOW)


def test_the_self_check_counts(cast, water):
    assert {finding.name: finding.ok for finding in checks()} == {
        "books: charges raised": True, "books: charges settled": True, "books: entries": True, "books: balances": True,
    }  # fmt: skip
    Entry.objects.create(
        company=cast.company, estate=cast.estate, kind="test", on=FIRST, at=NOW, text="空", actor_name="x"
    )
    assert [finding.name for finding in checks() if not finding.ok] == ["books: entries"]


@pytest.mark.django_db(transaction=True)
def test_a_posting_under_way_is_in_the_closing_or_refused(transactional_db, acting):
    """Two connections: one posts on the day that the other closes; what was posted is counted, all else refused."""
    with acting(system(None)):
        cast = assemble()
        move(cast, Kind.BANK, Kind.REVENUE, "1.00")
    start, refused = threading.Barrier(2), []

    def postings() -> None:
        with acting(system(None)):
            start.wait()
            for _each in range(20):
                try:
                    move(cast, Kind.BANK, Kind.REVENUE, "1.00")
                except Refused as no:
                    refused.append(str(no))
        connection.close()

    other = threading.Thread(target=postings)
    other.start()
    with acting(system(None)):
        start.wait()
        close_books(actor=cast.accountant, now=NOW, estate=cast.estate, kind="month", through=LAST)
        other.join()
        closing = Closing.objects.get()
        assert closing.entries == Entry.objects.count() == 21 - len(refused)
        assert closing.debits == sum(Transfer.objects.values_list("amount", flat=True))
        bank = closing.balances.get(account__kind="bank")
        assert bank.debits == closing.debits
