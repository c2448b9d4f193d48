"""收缴率 against an example counted by hand."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from guanjia.work.collection.conftest import NOW
from guanjia.work.collection.rates import behind, rates, trend
from guanjia.work.ledger.actions import credit

pytestmark = pytest.mark.usefixtures("as_system")
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_the_rate_of_a_month_counted_by_hand(cast, bill, pay):
    """Due in November: 100 + 200 + 300 − 50 credited = 550. Paid in it: 60 + 200 = 260 → 47.3 %; 40 came early.
    Arrears when it began: 500 − 100 = 400; of these 100 came in November → 25 %."""
    early = datetime(2026, 10, 31, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    first, second, third = bill("100", date(2026, 11, 1)), bill("200", date(2026, 11, 15)), bill("300", LAST)
    old = bill("500", date(2026, 10, 31))
    bill("900", date(2026, 12, 1))
    pay(first, "40", now=early)
    pay(old, "100", now=early)
    pay(first, "60")
    pay(second, "200")
    pay(old, "100")
    credit(
        actor=cast.accountant, now=NOW, charge=third, amount=Decimal(50), kind="credit_note", text="面积有误"
    )
    (line,) = rates([cast.estate.pk], first=FIRST, last=LAST)
    assert (line.charges, line.due, line.early, line.paid) == (3, Decimal(550), Decimal(40), Decimal(260))
    assert (line.percent, line.with_early) == (Decimal("47.3"), Decimal("54.5"))
    assert (line.arrears, line.cleared, line.of_arrears) == (Decimal(400), Decimal(100), Decimal("25.0"))
    months = dict(trend([cast.estate.pk], [date(2026, 10, 1), FIRST]))
    assert months[FIRST].percent == line.percent


@pytest.mark.parametrize("by", ["branch", "estate", "building", "butler", "tariff"])
def test_every_number_leads_to_its_charges(cast, bill, pay, by):
    charge = bill("100", date(2026, 11, 1))
    pay(charge, "100")
    (line,) = rates([cast.estate.pk], first=FIRST, last=LAST, by=by)
    (part,) = behind([cast.estate.pk], first=FIRST, last=LAST, by=by, key=line.key)
    assert (part.charge, part.paid) == (charge.pk, line.paid)


def test_arrears_that_are_settled_by_now_count_in_their_month(cast, bill, pay):
    old = bill("100", date(2026, 10, 1))
    pay(old, "100")
    (line,) = rates([cast.estate.pk], first=FIRST, last=LAST)
    assert line.of_arrears == Decimal(100)
    # What is left for December is the late fee that the payment fixed, and that was not paid with it.
    (after,) = rates([cast.estate.pk], first=date(2026, 12, 1), last=date(2026, 12, 31))
    assert (after.arrears, after.cleared) == (Decimal("2.40"), Decimal(0))
