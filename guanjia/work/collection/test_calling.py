"""Calls, promises and objections; money that comes and goes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from guanjia.engine.access.models import Reveal
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cashier.actions import void_payment
from guanjia.work.collection.actions import record_contact, reveal_number
from guanjia.work.collection.conftest import NOW, TODAY
from guanjia.work.collection.debts import Wanted, page_of
from guanjia.work.collection.facts import to_call
from guanjia.work.collection.models import Promise

pytestmark = pytest.mark.usefixtures("as_system")
LONG_AGO, SOON = TODAY - timedelta(days=40), TODAY + timedelta(days=3)


@pytest.fixture
def listed(cast):
    """The rooms that are to be called on a day from now."""
    return lambda days=0: [
        one.debt.room for one in to_call(Wanted.at([cast.estate], NOW + timedelta(days=days)))
    ]


@pytest.fixture
def said(cast, wang):
    def write(result, **more):
        return record_contact(actor=cast.butler, now=NOW, whom=wang, result=result, **more)

    return write


def promise(said, amount="276.08", on=SOON, **more):
    said("promised", amount=Decimal(amount), on=on, **more)
    return Promise.objects.latest("pk")


def test_who_promised_is_called_again_after_the_day(bill, said, listed):
    bill("276.08", LONG_AGO)
    assert listed() == ["3-2-1501"]
    promise(said)
    assert (listed(), listed(3), listed(4)) == ([], [], ["3-2-1501"])


def test_a_promise_is_kept_by_the_payment_and_open_again_when_it_is_voided(cast, bill, pay, said):
    charge, other = bill("276.08", LONG_AGO), bill("100", LONG_AGO)
    given = promise(said, "300")
    pay(charge, "276.08")
    given.refresh_from_db()
    assert given.kept_on is None
    second = pay(other, "50")
    given.refresh_from_db()
    assert given.kept_on == TODAY
    void_payment(actor=cast.cashier, now=NOW, payment=second, reason="收错了")
    given.refresh_from_db()
    assert given.kept_on is None


def test_broken_promises_are_counted(cast, bill, said):
    bill("276.08", LONG_AGO)
    promise(said)
    later = NOW + timedelta(days=5)
    (one,) = to_call(Wanted.at([cast.estate], later))
    assert one.broken == 1


def test_a_new_promise_takes_the_place_of_the_running_one(bill, said):
    bill("276.08", LONG_AGO)
    first = promise(said)
    promise(said, on=SOON + timedelta(days=1))
    first.refresh_from_db()
    assert first.state(TODAY) == "withdrawn"


@pytest.mark.parametrize(
    ("amount", "on", "field"),
    [("0", SOON, "amount"), ("-1", SOON, "amount"), ("276.09", SOON, "amount"), ("1", TODAY - timedelta(days=1), "on"),
     ("1", TODAY + timedelta(days=93), "on"), ("1", None, "on")],
)  # fmt: skip
def test_promises_that_make_no_sense_are_refused(bill, said, amount, on, field):
    bill("276.08", LONG_AGO)
    with pytest.raises(Refused) as no:
        said("promised", amount=Decimal(amount), on=on)
    assert no.value.field == field


def test_an_objection_opens_a_complaint_and_stops_the_calls(bill, said, listed):
    bill("276.08", LONG_AGO)
    contact = said("disputed", note="面积算错了", complain=True, key="k1")
    assert contact.case.procedure == "complaint"
    assert said("disputed", note="面积算错了", complain=True, key="k1") == contact
    assert listed(30) == []


def test_who_owes_nothing_is_not_dunned_on_the_phone(said):
    with pytest.raises(Refused):
        said("missed")


def test_looking_at_a_number_is_recorded(cast):
    phone = cast.owner.phones.get()
    assert reveal_number(actor=cast.butler, now=NOW, phone=phone, place="3-2-1501") == phone.number
    assert Reveal.objects.get().actor_id == cast.butler.pk
    with pytest.raises(Forbidden):
        reveal_number(actor=cast.guard, now=NOW, phone=phone)


def test_arrears_by_age_and_filters(cast, bill, street):
    for days, amount in (
        (1, "1"),
        (30, "2"),
        (31, "4"),
        (90, "8"),
        (91, "16"),
        (365, "32"),
        (366, "64"),
        (0, "128"),
    ):
        bill(amount, TODAY - timedelta(days=days))
    page = page_of(Wanted.at([cast.estate], NOW))
    assert page.sums.bands == (Decimal(3), Decimal(12), Decimal(48), Decimal(64))
    (debt,) = page.debts
    assert (debt.n, debt.total, debt.days) == (7, Decimal(127), 366)
    assert page_of(Wanted.at([cast.estate], NOW, text="王阿")).sums.debtors == 1
    assert page_of(Wanted.at([cast.estate], NOW, band="d30")).sums.debtors == 0
    assert page_of(Wanted.at([cast.estate], NOW, butler=cast.agent.pk)).sums.debtors == 0


def test_opening_arrears_that_name_nobody_are_the_owners(cast, bill):
    bill("10", LONG_AGO)
    bill("20", LONG_AGO, customer=None)
    (debt,) = page_of(Wanted.at([cast.estate], NOW)).debts
    assert (debt.name, debt.total) == ("王阿姨", Decimal(30))


def test_pages_follow_one_another_without_gaps(cast, street):
    street(25, LONG_AGO)
    rooms, after = [], ""
    while True:
        page = page_of(Wanted.at([cast.estate], NOW), after=after, size=10)
        rooms += [one.room for one in page.debts]
        if not (after := page.after):
            break
    assert len(rooms) == len(set(rooms)) == 25
    assert len(page_of(Wanted.at([cast.estate], NOW), after="x~1~2~3").debts) == 25
