"""Two cashiers, one bill, the same moment: one is paid, the other told; no fen and no number lost."""

from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.testing.cast import assemble
from guanjia.testing.races import at_once
from guanjia.work.billing.actions import charge_once
from guanjia.work.cashier import actions
from guanjia.work.cashier.accounts import drawer
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import Payment, Till
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import account
from guanjia.work.ledger.models import Charge, Tariff

FULL = Decimal(100)


@pytest.fixture
def cast(transactional_db):
    with acting_as(system(None)):
        return assemble()


@pytest.fixture
def world(cast, now):
    """A bill of 100 yuan and two cashiers, each at a till."""
    with acting_as(system(None)):
        fee = Tariff.objects.create(company=cast.company, code="misc", name="服务费", kind="one_off")
        shifts = {}
        for number, who in enumerate((cast.cashier, cast.second_cashier), 1):
            till = Till.objects.create(company=cast.company, estate=cast.estate, name=f"{number} 号台")
            shifts[who] = actions.open_session(actor=who, now=now, till=till, float=Decimal(0))
        charge = charge_once(
            actor=cast.accountant, now=now, estate=cast.estate, tariff=fee, amount=FULL, text="服务费",
            unit=cast.unit, customer=cast.owner,
        )  # fmt: skip
    return charge, shifts


def in_drawer(shift) -> Decimal:
    return account(shift.till.estate, *drawer(shift.till)).balance


def pay(cast, charge, now, amount=FULL, means=Means.CASH, **what):
    return actions.take_payment(
        now=now, estate=cast.estate, tenders=[Tendered(means, amount)], charges=[(charge, amount)],
        customer=cast.owner, unit=cast.unit, **what,
    )  # fmt: skip


def test_two_cashiers_on_one_bill(cast, world, now):
    charge, shifts = world
    got = at_once(
        *((who, lambda who=who: pay(cast, charge, now, actor=who, session=shifts[who])) for who in shifts)
    )
    assert [each.code for each in got if isinstance(each, Refused)] == ["stale"]
    with acting_as(system(None)):
        assert Payment.objects.get().number.endswith("-000001")
        assert sum(in_drawer(shift) for shift in shifts.values()) == FULL


def test_one_bill_by_four_ways_at_once_is_paid_once(cast, world, now):
    """The desk, the other desk, the advance and the payment from outside (field failure: double charge)."""
    charge, shifts = world
    first, second = shifts
    with acting_as(first):
        actions.take_payment(
            actor=first, now=now, estate=cast.estate, tenders=[Tendered(Means.CASH, FULL)], prepay=FULL,
            customer=cast.owner, session=shifts[first],
        )  # fmt: skip
    outside = system(cast.company.pk)
    got = at_once(
        (first, lambda: pay(cast, charge, now, actor=first, session=shifts[first])),
        (second, lambda: pay(cast, charge, now, actor=second, session=shifts[second])),
        (first, lambda: actions.use_prepaid(actor=first, now=now, estate=cast.estate, customer=cast.owner)),
        (outside, lambda: pay(cast, charge, now, actor=outside, means=Means.WECHAT, channel="online")),
    )
    assert len([each for each in got if isinstance(each, Payment)]) == 1
    with acting_as(system(None)):
        assert Charge.objects.get().outstanding == 0
        assert Payment.objects.count() == 2


def test_a_double_press_from_two_windows_is_one_receipt(cast, world, now):
    charge, shifts = world
    who = cast.cashier
    got = at_once(*[(who, lambda: pay(cast, charge, now, actor=who, session=shifts[who], key="press-1"))] * 2)
    assert got[0] == got[1]


def test_payments_of_many_payers_number_without_a_gap(cast, world, now):
    charge, shifts = world
    who = cast.cashier
    got = at_once(*[(who, lambda: pay(cast, charge, now, Decimal(20), actor=who, session=shifts[who]))] * 6)
    paid = sorted(each.number for each in got if isinstance(each, Payment))
    assert [number[-1] for number in paid] == list("12345")
    assert len([each for each in got if isinstance(each, Refused)]) == 1


def test_closing_a_shift_waits_for_the_payment_under_way(cast, world, now):
    charge, shifts = world
    who, shift = cast.cashier, shifts[cast.cashier]
    got = at_once(
        (who, lambda: pay(cast, charge, now, actor=who, session=shift)),
        (who, lambda: actions.close_session(
            actor=who, now=now, session=shift, counts={"100": 1}, to=cast.second_cashier, explanation="多")),
    )  # fmt: skip
    with acting_as(system(None)):
        assert in_drawer(shift) == 0, "whoever came first, the drawer is empty after the close"
    assert any(not isinstance(each, Refused) for each in got)
