"""Shops as the manual tells it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.registers.shops.models import Shop
from guanjia.work.cases import actions
from guanjia.work.cashier.actions import open_session, take_payment
from guanjia.work.cashier.actions.taking import Tendered
from guanjia.work.cashier.models import Deposit, DepositAct, DepositKind, Till
from guanjia.work.cashier.rules import Means

FILE = {
    "trade": "餐饮", "licence": "91330100X", "licence_until": date(2028, 1, 1), "lease_until": date(2028, 1, 1),
    "fire_letter": True, "fire_contact": "何店长", "contact": "何店长", "phone": "13900000002",
    "hours": "8:00–21:00", "sign_drawing": True,
}  # fmt: skip
CLEAN = {"checked_on": "2026-11-18", "violations": []}
NOISY = {
    "checked_on": "2026-11-18",
    "violations": ["noise", "outside"],
    "violation_words": "音响外放、外摆桌椅",
}


@pytest.fixture
def shop(acting, cast):
    def shop(**more):
        with acting(system(cast.company.pk)):
            return Shop.objects.create(
                company=cast.company, estate=cast.estate, name="面馆", **{**FILE, **more}
            )

    return shop


@pytest.fixture
def ask(register, now):
    def ask(shop, matter, **more):
        said = {"shop": shop.pk, "shop_matter": matter, **more}
        return register("shops", now, answers=said, words="商铺")

    return ask


@pytest.fixture
def do(acting, signed):
    def do(case, moment, person, step, upload="", **answers):
        with acting(person):
            return actions.complete_step(
                actor=person, now=moment, case=case, step=step, answers=answers,
                uploads=[(upload, signed())] if upload else [],
            )  # fmt: skip

    return do


def fresh(acting, cast, row):
    with acting(system(cast.company.pk)):
        return type(row).objects.get(pk=row.pk)


def test_a_shop_opens_with_a_complete_file_and_the_managers_word(acting, cast, shop, ask, walk, waiting, now):
    one = shop(fire_letter=False, licence_until=date(2026, 11, 1))
    with pytest.raises(Refused, match="营业执照、消防责任书"):
        ask(one, "opening", opening_on="2026-12-01")
    with acting(system(cast.company.pk)):
        Shop.objects.update(fire_letter=True, licence_until=None)
    case = ask(one, "opening", opening_on="2026-12-01")
    with pytest.raises(Forbidden):
        walk(case, now, (cast.supervisor, "approve", {"allowed": True}))
    case = walk(case, now, (cast.manager, "approve", {"allowed": True}))
    assert waiting(case) == ["rest"] and fresh(acting, cast, one).opened_on == date(2026, 12, 1)
    actions.wake_steps(now=now + timedelta(days=30))
    assert waiting(case) == ["round"]


def test_nobody_approves_his_own_request(acting, cast, shop, now, walk):
    one = shop()
    with acting(cast.manager):
        case = actions.register_case(
            actor=cast.manager, now=now, estate=cast.estate, procedure="shops", words="开业",
            answers={"shop": one.pk, "shop_matter": "opening", "opening_on": "2026-12-01"},
        )  # fmt: skip
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.manager, "approve", {"allowed": True}))


def test_a_violation_is_put_right_in_3_days_or_reported(acting, cast, shop, ask, walk, do, waiting, due, now):
    one = shop()
    case = ask(one, "round")
    with pytest.raises(Refused, match="说明违规"):
        walk(case, now, (cast.butler, "round", {**NOISY, "violation_words": ""}))
    case = walk(case, now, (cast.butler, "round", NOISY))
    assert waiting(case) == ["notice"] and fresh(acting, cast, one).violations == 1
    case = do(case, now, cast.supervisor, "notice", "notice_signed", demand="撤回外摆，关闭音响")
    assert due(case, "recheck") == now + timedelta(days=3)
    not_yet, right = (
        {"rectified": False, "recheck_words": "未撤"},
        {"rectified": True, "recheck_words": "已撤"},
    )
    case = walk(case, now, (cast.butler, "recheck", not_yet))
    told = {"authority": "城管", "authority_letter": "2026-8"}
    case = walk(case, now, (cast.supervisor, "report", told), (cast.butler, "recheck_again", right))
    assert waiting(case) == ["rest"]


def test_a_clean_shop_is_seen_again_next_month_and_only_once_at_a_time(cast, shop, ask, walk, waiting, now):
    one = shop()
    case = walk(ask(one, "round"), now, (cast.butler, "round", CLEAN))
    assert waiting(case) == ["rest"]
    with pytest.raises(Refused, match="已在办理"):
        ask(one, "round")


@pytest.fixture
def promotion(acting, cast, shop, ask, walk, at, now):
    with acting(system(cast.company.pk)):
        DepositKind.objects.create(
            company=cast.company, code="promotion", name="促销押金", amount=Decimal(1000)
        )
    one = shop(opened_on=date(2026, 1, 1))
    times = {"promotion_from": at("周六 09:00").isoformat(), "promotion_to": at("周六 18:00").isoformat()}
    case = ask(one, "promotion", promotion_place="中心广场", promotion_what="新品试吃", **times)
    return walk(case, now, (cast.supervisor, "permit", {"allowed": True}))


@pytest.fixture
def pay(acting, cast, now):
    def pay(case):
        with acting(system(cast.company.pk)):
            till = Till.objects.create(company=cast.company, estate=cast.estate, name="一号台")
        with acting(cast.cashier):
            session = open_session(actor=cast.cashier, now=now, till=till, float=Decimal(0))
            take_payment(
                actor=cast.cashier, now=now, estate=cast.estate, session=session, customer=cast.owner,
                unit=cast.unit, deposits=list(Deposit.objects.filter(origin=f"case:{case.pk}")),
                tenders=[Tendered(Means.CASH, Decimal(1000))],
            )  # fmt: skip

    return pay


def test_the_square_needs_a_permit_and_a_deposit(
    acting, cast, promotion, pay, walk, do, waiting, due, at, now
):
    assert waiting(promotion) == ["deposit"]
    pay(promotion)
    case = walk(promotion, now, (cast.desk, "issue", {}))
    assert due(case, "after") == at("周六 18:00") and case.answers["permit_number"]
    case = do(case, at("周六 18:00"), cast.butler, "after", "place_photos", place_clean=True)
    with acting(system(cast.company.pk)):
        assert case.state == "closed" and Deposit.objects.get().due_on == date(2026, 11, 21)


def test_a_spoiled_square_costs_a_part_of_it(acting, cast, promotion, pay, walk, do, waiting, at, now):
    pay(promotion)
    case = walk(promotion, now, (cast.desk, "issue", {}))
    case = do(
        case, at("周六 18:00"), cast.supervisor, "after", "place_photos", place_clean=False, kept="200",
        kept_why="地砖油污清洗",
    )  # fmt: skip
    with acting(system(cast.company.pk)):
        assert DepositAct.objects.get().amount == Decimal(200)
    with pytest.raises(Forbidden):
        walk(case, at("周六 19:00"), (cast.supervisor, "let_go", {}))
    assert walk(case, at("周六 19:00"), (cast.manager, "let_go", {})).state == "closed"


def test_a_shop_not_open_yet_has_no_promotion(ask, shop, at):
    times = {"promotion_from": at("周六 09:00").isoformat(), "promotion_to": at("周六 18:00").isoformat()}
    with pytest.raises(Refused, match="还没有开业"):
        ask(shop(), "promotion", promotion_place="广场", promotion_what="试吃", **times)


def test_a_shop_that_has_left_is_no_longer_looked_at(acting, cast, shop, ask, walk, now):
    one = shop()
    case = walk(ask(one, "round"), now, (cast.butler, "round", {**CLEAN, "gone": True}))
    assert case.state == "closed" and fresh(acting, cast, one).retired_why == "商户已撤出"
