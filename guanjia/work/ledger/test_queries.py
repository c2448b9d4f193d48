"""The trial balance balances whatever is posted, with closed months or without; a sheet carries its balance on."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import assemble
from guanjia.work.ledger.actions import Move, account, close_books, post
from guanjia.work.ledger.matters import open_matters
from guanjia.work.ledger.models import Balance
from guanjia.work.ledger.queries import account_sheet, trial_balance
from guanjia.work.ledger.rules import POINTS, Kind

NOW = datetime(2026, 4, 20, 10, tzinfo=timezone(timedelta(hours=8)))
FREE = (Kind.RECEIVABLE, Kind.BANK, Kind.REVENUE, Kind.COLLECTED, Kind.CARD)
JANUARY, APRIL = date(2026, 1, 1), date(2026, 4, 30)


def posting(cast, debit: Kind, credit: Kind, amount: str, on: date, ref: str = "") -> None:
    sides = account(cast.estate, debit, ref), account(cast.estate, credit, ref)
    post(
        actor=cast.accountant, now=NOW, estate=cast.estate, kind="test", text="测试", on=on,
        moves=[Move(*sides, Decimal(amount))],
    )  # fmt: skip


def close(cast, through: date) -> None:
    close_books(actor=cast.accountant, now=NOW, estate=cast.estate, kind="month", through=through)


postings = st.lists(
    st.tuples(
        st.sampled_from(FREE), st.sampled_from(FREE), st.integers(1, 10**9), st.integers(0, 109)
    ).filter(lambda one: one[0] != one[1]),
    max_size=12,
)


class TrialBalances(TestCase):
    """With hypothesis, each example in a transaction of its own."""

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(postings, st.sets(st.sampled_from([1, 2, 3])), st.integers(0, 109), st.integers(0, 109))
    def test_balances_and_closing_changes_nothing(self, posted, closed, first, last):
        with acting_as(system(None)):
            cast = assemble()
            for debit, credit, fen, day in posted:
                posting(cast, debit, credit, str(Decimal(fen) / 100), JANUARY + timedelta(days=day))
            since, until = (JANUARY + timedelta(days=day) for day in sorted((first, last)))
            before = trial_balance([cast.estate.pk], since=since, until=until)
            for month in sorted(closed):
                close(cast, date(2026, month + 1, 1) - timedelta(days=1))
            assert before.balances
            assert trial_balance([cast.estate.pk], since=since, until=until) == before
            moved = sum(
                (Decimal(fen) for *_, fen, day in posted if since <= JANUARY + timedelta(days=day) <= until),
                Decimal(0),
            )
            assert before.total.debits == moved / 100


pytestmark = pytest.mark.usefixtures("as_system")


def test_an_account_says_what_it_had_and_what_it_has(cast):
    posting(cast, Kind.RECEIVABLE, Kind.REVENUE, "100.00", date(2026, 1, 5))
    posting(cast, Kind.BANK, Kind.RECEIVABLE, "30.00", date(2026, 2, 5))
    close(cast, date(2026, 1, 31))
    february = trial_balance([cast.estate.pk], since=date(2026, 2, 1), until=date(2026, 2, 28))
    owed = next(group.subtotal for group in february.groups if group.subtotal.kind == "receivable")
    assert owed.figures == (100, 0, 0, 30, 70, 0)
    assert trial_balance([cast.other_estate.pk], since=JANUARY, until=APRIL).groups == ()


def test_points_stand_apart(cast):
    posting(cast, Kind.POINTS_ISSUED, Kind.POINTS, "500", date(2026, 1, 5))
    assert trial_balance([cast.estate.pk], since=JANUARY, until=APRIL).total.debits == 0
    points = trial_balance([cast.estate.pk], since=JANUARY, until=APRIL, currency=POINTS)
    assert points.total.debits == 500 and points.balances


def test_many_accounts_of_a_kind_are_drawn_as_one(cast):
    for customer in range(3):
        posting(cast, Kind.BANK, Kind.DEPOSIT, "10.00", date(2026, 1, 5), ref=str(customer))
    found = trial_balance([cast.estate.pk], since=JANUARY, until=APRIL, most=2)
    assert [(group.subtotal.kind, group.subtotal.accounts, len(group.lines)) for group in found.groups] == [
        ("bank", 3, 0), ("deposit", 3, 0),
    ]  # fmt: skip
    assert found.balances


def test_a_sheet_carries_its_balance_from_page_to_page(cast):
    for day in range(1, 6):
        posting(cast, Kind.RECEIVABLE, Kind.REVENUE, "10.00", date(2026, 1, day))
    posting(cast, Kind.BANK, Kind.RECEIVABLE, "25.00", date(2026, 2, 1))
    owed = account(cast.estate, Kind.RECEIVABLE)
    sheet = account_sheet(owed, since=date(2026, 1, 2), until=APRIL, size=3)
    assert (sheet.opening, sheet.debits, sheet.credits, sheet.closing) == (10, 40, 25, 25)
    rest = account_sheet(owed, since=date(2026, 1, 2), until=APRIL, size=3, after=sheet.after)
    assert [line.balance for line in sheet.lines + rest.lines] == [20, 30, 40, 50, 25]
    assert (rest.carried, rest.after) == (40, "")
    earns = account_sheet(account(cast.estate, Kind.REVENUE), since=JANUARY, until=APRIL, after="nonsense")
    assert [line.balance for line in earns.lines] == [10, 20, 30, 40, 50]


def test_saved_balances_are_facts(cast):
    posting(cast, Kind.BANK, Kind.REVENUE, "10.00", date(2026, 1, 5))
    close(cast, date(2026, 1, 31))
    close(cast, date(2026, 3, 31))
    assert Balance.objects.count() == 4
    with pytest.raises(DatabaseError), transaction.atomic():
        Balance.objects.update(debits=1)


def test_apps_say_what_is_open(cast):
    assert all(matter.text for matter in open_matters(cast.estate, APRIL))
