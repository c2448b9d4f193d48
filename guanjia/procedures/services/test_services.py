"""Paid and convenience services as the manual tells it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.engine.paper.render import render_listing
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.procedures.services.papers import SETTLEMENT
from guanjia.procedures.services.report import share_of
from guanjia.registers.services.models import Service
from guanjia.registers.suppliers.models import Supplier
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case
from guanjia.work.cashier.actions import open_session, take_payment
from guanjia.work.cashier.actions.taking import Tendered
from guanjia.work.cashier.models import Till
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Charge, Tariff

SATISFIED = {"reached": True, "satisfied": True, "stars": 5}


@pytest.fixture
def supplier(acting, cast):
    with acting(system(cast.company.pk)):
        Tariff.objects.create(company=cast.company, code="service", name="特约服务费")
        return Supplier.objects.create(
            company=cast.company, estate=cast.estate, name="洁美家政", trade="家政", contact="吴经理",
            phone="13900000003", share=70, licence_until=date(2027, 1, 1),
        )  # fmt: skip


@pytest.fixture
def order(acting, cast, supplier, register, now):
    """Four hours of cleaning for tomorrow, by the supplier unless said otherwise."""

    def order(hours=24, own=False, **more):
        with acting(system(cast.company.pk)):
            service, _ = Service.objects.get_or_create(
                company=cast.company, estate=cast.estate, name="家政保洁", kind="housekeeping", price=Decimal("45.50"),
                per="小时", supplier=None if own else supplier, lead_hours=12,
            )  # fmt: skip
        said = {"service": service.pk, "quantity": 4, "wanted_at": (now + timedelta(hours=hours)).isoformat()}
        return register("services", now, answers={**said, **more}, words="请人打扫")

    return order


@pytest.fixture
def agreed(cast, walk, now):
    def agreed(case):
        said = {"quoted": "182", "price_agreed": True, "agreed_at": (now + timedelta(hours=26)).isoformat()}
        return walk(case, now, (cast.desk, "confirm", said))

    return agreed


@pytest.fixture
def finish(acting, signed, now):
    def finish(case, person, step, amount="182"):
        with acting(person):
            return actions.complete_step(
                actor=person, now=now + timedelta(hours=30), case=case, step=step,
                answers={"done_words": "打扫完毕", "amount": amount, "done_on": "2026-11-19"},
                uploads=[("customer_signed", signed())],
            )  # fmt: skip

    return finish


@pytest.fixture
def pay(acting, cast, now):
    def pay(case):
        with acting(system(cast.company.pk)):
            till = Till.objects.create(company=cast.company, estate=cast.estate, name="一号台")
        with acting(cast.cashier):
            session = open_session(actor=cast.cashier, now=now, till=till, float=Decimal(0))
            fees = [(one, one.amount) for one in Charge.objects.open().filter(origin=f"case:{case.pk}")]
            take_payment(
                actor=cast.cashier, now=now, estate=cast.estate, session=session, customer=cast.owner,
                unit=cast.unit, charges=fees, tenders=[Tendered(Means.CASH, Decimal(182))],
            )  # fmt: skip

    return pay


def test_by_the_supplier_paid_rated_and_settled(
    acting, cast, order, agreed, walk, waiting, finish, pay, due, now
):
    case = order()
    assert (case.answers["price"], case.answers["quoted"]) == ("45.50", "182.00")
    case = agreed(case)
    case = walk(case, now, (cast.desk, "supplier", {"supplier_takes": True, "supplier_worker": "小孙"}))
    assert (waiting(case), due(case, "by_supplier")) == (["by_supplier"], now + timedelta(hours=26))
    case = finish(case, cast.desk, "by_supplier")
    assert waiting(case) == ["paid"]
    pay(case)
    assert waiting(case) == ["rate"]
    case = walk(case, now, ("followup.answered", SATISFIED))
    assert case.state == "closed"
    with acting(system(cast.company.pk)):
        ours = Case.objects.filter(procedure="services")
        sheet = render_listing(SETTLEMENT, SETTLEMENT.rows(ours, ours.none()), period="2026-11")
    printed = [cell.text for cell in sheet["rows"][0]]
    assert printed[:2] == ["洁美家政", "1"]
    assert [text.strip("¥") for text in printed[2:5]] == ["182.00", "127.40", "54.60"]


def test_by_our_own_people_and_free(cast, order, agreed, walk, waiting, finish, now):
    case = agreed(order(own=True))
    case = walk(case, now, (cast.desk, "assign", {"worker": cast.butler.pk}))
    with pytest.raises(Forbidden):
        finish(case, cast.technician, "carry_out")
    case = finish(case, cast.butler, "carry_out", amount="0")
    assert waiting(case) == ["rate"]
    assert walk(case, now, ("followup.answered", SATISFIED)).state == "closed"


def test_a_supplier_who_cannot_come_is_replaced_by_us(cast, order, agreed, walk, waiting, now):
    case = walk(
        agreed(order()), now, (cast.desk, "supplier", {"supplier_takes": False, "supplier_no": "无人"})
    )
    assert waiting(case) == ["assign"]
    case = walk(case, now, (cast.desk, "assign", {"worker": cast.butler.pk}))
    assert case.answers["supplier_share"] == 0


def test_not_without_the_customers_word(cast, order, walk, now):
    no = {"quoted": "182", "price_agreed": False, "price_refused_why": "太贵"}
    assert walk(order(), now, (cast.desk, "confirm", no)).state == "closed"


def test_what_cannot_be_had(acting, cast, order, supplier):
    with pytest.raises(Refused, match="提前 12 小时预约，最早 11-18 22:00"):
        order(hours=11)
    with pytest.raises(Refused, match="数量"):
        order(quantity=0)
    with acting(system(cast.company.pk)):
        Supplier.objects.update(licence_until=date(2026, 11, 17))
    with pytest.raises(Refused, match="营业执照已于 2026-11-17 到期"):
        order()


def test_not_content_it_is_done_once_more(cast, order, agreed, walk, waiting, finish, now):
    case = agreed(order(own=True))
    case = finish(
        walk(case, now, (cast.desk, "assign", {"worker": cast.butler.pk})), cast.butler, "carry_out", "0"
    )
    case = walk(case, now, ("followup.answered", {"reached": True, "satisfied": False, "stars": 2}))
    assert (waiting(case), case.cycle) == (["confirm"], 2)


def test_shares_are_rounded_half_up_to_the_fen():
    assert (share_of(Decimal("0.05"), 50), share_of(Decimal("100"), 70)) == (
        Decimal("0.03"),
        Decimal("70.00"),
    )
