"""Parking as the manual tells it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Refused
from guanjia.procedures.parking.effects import months_later
from guanjia.registers.parking_spaces.models import ParkingSpace
from guanjia.registers.vehicles.models import Vehicle
from guanjia.work.cases import actions
from guanjia.work.cashier.actions import open_session, take_payment
from guanjia.work.cashier.actions.taking import Tendered
from guanjia.work.cashier.models import CashSession, Till
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Charge, Tariff

ASKED = {
    "parking_kind": "monthly", "plate": "浙a 12345", "car": "car", "car_owner": "王阿姨", "since": "2026-12-01",
    "months": 1,
}  # fmt: skip


@pytest.fixture
def space(acting, cast):
    with acting(system(cast.company.pk)):
        Tariff.objects.create(company=cast.company, code="parking", name="车位费")
        return ParkingSpace.objects.create(
            company=cast.company, estate=cast.estate, number="A-001", zone="地下一层", kind="fixed"
        )


@pytest.fixture
def ask(register, now):
    return lambda moment=now, **more: register("parking", moment, answers={**ASKED, **more}, words="办月卡")


@pytest.fixture
def sign(acting, cast, signed, now):
    def sign(case):
        with acting(cast.desk):
            return actions.complete_step(
                actor=cast.desk, now=now, case=case, step="contract", uploads=[("signed", signed())],
                answers={"contract": "TC-2026-1", "amount": "300"},
            )  # fmt: skip

    return sign


@pytest.fixture
def pay(acting, cast):
    """小周 takes what the case asked for, in cash."""

    def pay(case, moment):
        with acting(system(cast.company.pk)):
            till, _ = Till.objects.get_or_create(company=cast.company, estate=cast.estate, name="一号台")
        with acting(cast.cashier):
            session = CashSession.objects.filter(
                cashier=cast.cashier, closed_at=None
            ).first() or open_session(actor=cast.cashier, now=moment, till=till, float=Decimal(0))
            fees = [(one, one.amount) for one in Charge.objects.open().filter(origin=f"case:{case.pk}")]
            total = sum(amount for _fee, amount in fees)
            take_payment(
                actor=cast.cashier, now=moment, estate=cast.estate, session=session, customer=cast.owner,
                unit=cast.unit, charges=fees, tenders=[Tendered(Means.CASH, total)],
            )  # fmt: skip

    return pay


def fresh(acting, cast, row):
    with acting(system(cast.company.pk)):
        return type(row).objects.get(pk=row.pk)


def given(space):
    return {"has_space": True, "space": space.pk}


def test_a_month_is_counted_to_its_last_day():
    assert months_later(date(2026, 12, 1), 1) == date(2026, 12, 31)
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 27)
    assert months_later(date(2026, 3, 15), 12) == date(2027, 3, 14)


def test_space_contract_fee_use_reminder_and_the_end(
    acting, cast, ask, walk, waiting, sign, pay, space, at, now
):
    case = walk(ask(), now, (cast.desk, "assign", given(space)))
    assert waiting(sign(case)) == ["paid"] and fresh(acting, cast, space).is_free
    pay(case, now)
    held = fresh(acting, cast, space)
    assert (waiting(case), held.plate, str(held.until)) == (["use"], "浙A12345", "2026-12-31")
    with acting(system(cast.company.pk)):
        assert Vehicle.objects.get().valid_until == at("2026-12-31 23:59")
    actions.wake_steps(now=at("2026-12-16 23:58"))
    assert waiting(case) == ["use"]
    later = at("2026-12-17 00:00")
    actions.wake_steps(now=later)
    assert waiting(case) == ["ask"]
    case = walk(case, later, (cast.desk, "ask", {"next": "renew", "months": 1, "amount": "300"}))
    pay(case, later)
    assert waiting(case) == ["use"] and str(fresh(acting, cast, space).until) == "2027-01-31"
    case = walk(case, later, (cast.desk, "use", {"next": "end"}), (cast.desk, "give_back", {}))
    assert case.state == "closed" and fresh(acting, cast, space).is_free
    with acting(system(cast.company.pk)):
        assert Vehicle.objects.get().valid_until == later


def test_who_asked_first_comes_first(cast, ask, walk, waiting, space, now):
    first = walk(ask(), now, (cast.desk, "assign", {"has_space": False}))
    assert waiting(first) == ["queue"]
    later = now + timedelta(hours=1)
    second = ask(later, plate="浙A99999")
    with pytest.raises(Refused, match="登记更早"):
        walk(second, later, (cast.desk, "assign", given(space)))
    walk(first, later, (cast.desk, "queue", given(space)))
    with pytest.raises(Refused, match="已分给别人"):
        walk(second, later, (cast.desk, "assign", given(space)))


def test_a_space_in_use_is_not_let_again(cast, ask, walk, sign, pay, space, now):
    case = walk(ask(), now, (cast.desk, "assign", given(space)))
    sign(case)
    pay(case, now)
    with pytest.raises(Refused, match="正由"):
        walk(ask(plate="浙A99999"), now, (cast.desk, "assign", given(space)))


def test_passed_on_with_the_holders_word(acting, cast, ask, walk, waiting, sign, pay, space, now):
    case = walk(ask(), now, (cast.desk, "assign", given(space)))
    sign(case)
    pay(case, now)
    case = walk(case, now, (cast.desk, "use", {"next": "transfer"}))
    new = {
        "new_plate": "浙B 777",
        "new_holder": "李先生",
        "transfer_proof": "转让合同",
        "owner_agrees": False,
    }
    with pytest.raises(Refused, match="没有同意"):
        walk(case, now, (cast.desk, "hand_on", new))
    case = walk(case, now, (cast.desk, "hand_on", {**new, "owner_agrees": True}))
    held = fresh(acting, cast, space)
    assert (waiting(case), held.holder, held.plate) == (["use"], "李先生", "浙B777")
    with acting(system(cast.company.pk)):
        assert Vehicle.objects.get(plate="浙A12345").valid_until == now


def test_a_visitor_has_a_pass_for_a_day_at_most(acting, cast, ask, walk, waiting, now):
    visit = {"parking_kind": "visitor", "since": None, "months": None}
    with pytest.raises(Refused, match="24 小时"):
        ask(**visit, visit_until=(now + timedelta(hours=25)).isoformat())
    case = ask(**visit, visit_until=(now + timedelta(hours=4)).isoformat())
    assert waiting(case) == ["visiting"]
    with acting(system(cast.company.pk)):
        assert Vehicle.objects.get().valid_until == now + timedelta(hours=4)
    assert walk(case, now, (cast.guard, "visiting", {"visitor_left": True})).state == "closed"


def test_what_is_bought_has_no_end(acting, cast, ask, walk, sign, pay, space, now):
    case = walk(ask(parking_kind="sale"), now, (cast.desk, "assign", given(space)))
    sign(case)
    pay(case, now)
    held = fresh(acting, cast, space)
    assert (held.use, held.until) == ("sale", None)
    with pytest.raises(Refused, match="没有人使用"):
        with acting(system(cast.company.pk)):
            free = ParkingSpace.objects.create(
                company=cast.company, estate=cast.estate, number="A-002", zone="地下一层", kind="fixed"
            )
        ask(parking_kind="transfer", space=free.pk)
