"""What the accountant sees of the cashier's desk: shifts left open hold the books, entries lead to their papers."""

from datetime import timedelta
from decimal import Decimal

import pytest

from guanjia.kernel.errors import Refused
from guanjia.testing import calendar
from guanjia.work.books.actions import close_period
from guanjia.work.books.kinds import documents
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.matters import open_matters

NOW = calendar.at("周三 10:00")
TODAY = NOW.date()


def test_a_shift_of_an_earlier_day_holds_the_books(cast, shift):
    assert not open_matters(cast.estate, TODAY - timedelta(days=1))
    (today,) = open_matters(cast.estate, TODAY)
    assert "小周" in today.text and not today.blocks
    tomorrow = {"now": NOW + timedelta(days=2), "estate": cast.estate, "through": TODAY + timedelta(days=1)}
    with pytest.raises(Refused, match="还没有交班"):
        close_period(actor=cast.accountant, kind="day", **tomorrow)


def test_an_entry_leads_to_its_receipt(cast, take, bill):
    payment = take([Tendered(Means.CASH, Decimal("98.60"))], charges=[(bill("98.60"), Decimal("98.60"))])
    assert [label for label, _href in documents(payment.entry)] == [f"收据 {payment.number}"]
