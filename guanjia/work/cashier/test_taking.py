"""Money over the counter: taken once, for what it says, by the means it says."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing import calendar
from guanjia.work.billing.late import late_fees_as_of
from guanjia.work.cashier import actions
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import Payment
from guanjia.work.cashier.queries import owed
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Account, Charge, Transfer
from guanjia.work.ledger.rules import Kind

NOW = calendar.at("周三 10:00")


def yuan(text: str) -> Decimal:
    return Decimal(text)


def balance(cast, kind: Kind, ref: object) -> Decimal:
    return Account.objects.get(estate=cast.estate, kind=kind.value, ref=str(ref)).balance


def test_several_means_pay_several_bills_on_one_receipt(cast, take, bill, till):
    old, new = bill("200.00"), bill("180.37")
    payment = take(
        [Tendered(Means.CASH, yuan("100"), given=yuan("100")), Tendered(Means.WECHAT, yuan("280"), "W1")],
        charges=[(old, yuan("200")), (new, yuan("180.37"))],
        rounding=yuan("0.37"),
    )
    assert payment.number == "SJ26-000001" and payment.amount == yuan("380")
    assert not Charge.objects.open().exists()
    assert balance(cast, Kind.CASH, till.pk) == yuan("600"), "float and takings"


def test_books_and_receipts_are_in_the_language_of_the_house(take, bill):
    with translation.override("en"):
        payment = take(
            [Tendered(Means.CASH, yuan("300"))],
            charges=[(bill("200.00", due_on=date(2026, 1, 15)), yuan("200"))], prepay=yuan("100"),
        )  # fmt: skip
    assert payment.lines.get(kind="prepaid").text == "预存"
    assert Charge.objects.get(kind="late").text.startswith("违约金 ")
    assert payment.entry.text.startswith("收款 SJ26-000001")


def test_a_part_payment_leaves_the_rest_owed(cast, take, bill):
    charge = bill("200.00")
    take([Tendered(Means.CARD, yuan("50"), "K1")], charges=[(charge, yuan("50"))])
    charge.refresh_from_db()
    assert charge.outstanding == yuan("150")


def test_too_much_becomes_an_advance_that_pays_the_next_bill(cast, take, bill):
    take(
        [Tendered(Means.TRANSFER, yuan("300"), "T1")],
        charges=[(bill("200.00"), yuan("200"))], prepay=yuan("100"),
    )  # fmt: skip
    assert balance(cast, Kind.PREPAID, cast.owner.pk) == yuan("100")
    bill("60.00")
    used = actions.use_prepaid(actor=cast.cashier, now=NOW, estate=cast.estate, customer=cast.owner)
    assert used.amount == yuan("60") and balance(cast, Kind.PREPAID, cast.owner.pk) == yuan("40")
    assert actions.use_prepaid(actor=cast.cashier, now=NOW, estate=cast.estate, customer=cast.owner) is None


def test_an_advance_cannot_be_overdrawn(cast, take, bill):
    take([Tendered(Means.CASH, yuan("10"))], prepay=yuan("10"))
    charge = bill("200.00")
    with pytest.raises(Refused, match="余额不足"):
        take([Tendered(Means.PREPAID, yuan("10.01"))], charges=[(charge, yuan("10.01"))])
    assert Payment.objects.count() == 1


WRONG = {
    "zero": ([("0", None)], "0", "0"),
    "below zero": ([("-5", None)], "-5", "0"),
    "parts of a fen": ([("1.001", None)], "1.001", "0"),
    "more used than came": ([("10", None)], "11", "0"),
    "more came than used": ([("11", None)], "10", "0"),
    "less given than due": ([("10", "9")], "10", "0"),
    "too much let off": ([("8", None)], "10", "2"),
    "nothing": ([], "0", "0"),
}


@pytest.mark.parametrize(("tenders", "part", "rounding"), WRONG.values(), ids=WRONG)
def test_wrong_amounts_are_refused_and_nothing_is_half_booked(take, bill, tenders, part, rounding):
    charge = bill("100.00")
    before = Transfer.objects.count()
    with pytest.raises(Refused):
        take(
            [Tendered(Means.CASH, yuan(a), given=g and yuan(g)) for a, g in tenders],
            charges=[(charge, yuan(part))] if tenders else [], rounding=yuan(rounding),
        )  # fmt: skip
    assert (Payment.objects.count(), Transfer.objects.count()) == (0, before)


def test_a_bill_is_never_paid_twice(take, bill):
    charge = bill("100.00")
    take([Tendered(Means.CASH, yuan("100"))], charges=[(charge, yuan("100"))])
    with pytest.raises(Stale):
        take([Tendered(Means.CASH, yuan("100"))], charges=[(charge, yuan("100"))])


def test_a_double_click_is_one_receipt(take, bill):
    charge = bill("100.00")
    first, second = (
        take([Tendered(Means.CASH, yuan("100"))], charges=[(charge, yuan("100"))], key="k1") for _ in "12"
    )
    assert first == second and Payment.objects.count() == 1


def test_cash_needs_an_open_shift_of_ones_own(cast, bill, take, till):
    charge = bill("100.00")
    with pytest.raises(Refused, match="请先开班"):
        take([Tendered(Means.CASH, yuan("100"))], charges=[(charge, yuan("100"))], session=None)
    with pytest.raises(Refused, match="请先开班"):
        take([Tendered(Means.CASH, yuan("100"))], charges=[(charge, yuan("100"))], actor=cast.second_cashier)


def test_a_technician_takes_no_money(cast, bill, take):
    with pytest.raises(Forbidden):
        take([Tendered(Means.CASH, yuan("1"))], charges=[(bill("1.00"), yuan("1"))], actor=cast.technician)


def test_receipt_numbers_have_no_gap_after_a_refusal(take, bill):
    charge = bill("100.00")
    take([Tendered(Means.CASH, yuan("40"))], charges=[(charge, yuan("40"))])
    with pytest.raises(Stale):
        take([Tendered(Means.CASH, yuan("100"))], charges=[(charge, yuan("100"))])
    last = take([Tendered(Means.CASH, yuan("60"))], charges=[(charge, yuan("60"))])
    assert last.number == "SJ26-000002"


def test_points_are_earned_spent_and_run_out(cast, take, bill, rule):
    rule("cashier.yuan_per_point", 1)
    take([Tendered(Means.CARD, yuan("1000"), "K1")], charges=[(bill("1000.00"), yuan("1000"))])
    assert balance(cast, Kind.POINTS, cast.owner.pk) == 1000
    payment = take(
        [Tendered(Means.POINTS, yuan("5")), Tendered(Means.CARD, yuan("95"), "K2")],
        charges=[(bill("100.00"), yuan("100"))],
    )
    assert payment.tenders.get(means="points").points == 500
    assert balance(cast, Kind.POINTS, cast.owner.pk) == 1000 - 500 + 95
    with pytest.raises(Refused, match="最多抵"):
        take([Tendered(Means.POINTS, yuan("3"))], charges=[(bill("3.00"), yuan("3"))])
    much_later = calendar.at("周三 10:00").replace(year=NOW.year + 3)
    assert actions.expire_points(actor=cast.cashier, now=much_later, estate=cast.estate) == 2
    assert balance(cast, Kind.POINTS, cast.owner.pk) == 0


def test_the_desk_sees_everything_of_all_homes_of_a_person(cast, take, bill, renovation):
    bill("100.00")
    actions.ask_deposit(actor=cast.desk, now=NOW, estate=cast.estate, kind=renovation, unit=cast.unit)
    shown = owed(cast.cashier, estate=cast.estate, customer=cast.owner, unit=None, today=NOW.date())
    assert [each.amount for each in shown.charges] == [yuan("100")]
    assert [each.amount for each in shown.deposits] == [yuan("1000")]
    assert shown.units == [cast.unit]


def test_a_late_fee_is_fixed_when_the_bill_is_paid_and_may_be_paid_along(cast, take, bill):
    early, late = bill("200.00", due_on=date(2026, 1, 15)), bill("100.00", due_on=date(2026, 2, 15))
    fees = late_fees_as_of([early, late], today(cast.estate, NOW), now=NOW)
    take([Tendered(Means.CASH, yuan("200"))], charges=[(early, yuan("200"))])
    assert Charge.objects.get(late_of=early).outstanding == fees[early.pk].due > 0
    both = yuan("100") + fees[late.pk].due
    take([Tendered(Means.CASH, both)], charges=[(late, yuan("100"))], with_late_fee=True)
    assert Charge.objects.get(late_of=late).outstanding == 0


def test_a_payment_is_few_statements_and_its_number_comes_late(take, bill, rule):
    """All cashiers of an estate wait from the number until the commit (docs/performance.md)."""
    rule("cashier.yuan_per_point", 1)
    for due in (date(2026, 1, 15), date(2026, 2, 15)):
        old, new = bill("200.00", due_on=due), bill("100.00")
        with CaptureQueriesContext(connection) as seen:
            take(
                [Tendered(Means.CASH, yuan("300"))],
                charges=[(old, yuan("200")), (new, yuan("100"))],
                key=str(due),
            )
    said = [each["sql"] for each in seen.captured_queries]
    assert sum(each.startswith("SAVEPOINT") for each in said) == 1, (
        "the test's own transaction makes one of it"
    )
    number = next(at for at, each in enumerate(said) if "numbering_counter" in each)
    assert (number, len(said) - number) == (9, 11), said
