"""Access cards as the manual tells it."""

from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.engine.params.models import ParameterValue
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.registers.access_cards.models import AccessCard
from guanjia.work.cases import actions
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import Deposit, DepositKind, Till
from guanjia.work.cashier.rules import Means

NEW = {"what": "new", "card_kind": "household", "holder": "王阿姨", "doors": "3栋2单元"}
WORKS = {"card_number": "A0001", "works": True}


@pytest.fixture
def ask(register, now):
    return lambda **said: register("access_card", now, answers={**NEW, **said}, words="办门禁卡")


@pytest.fixture
def do(cast, acting, signed, now):
    def do(case, person, step, answers, *pictures):
        with acting(person):
            return actions.complete_step(
                actor=person, now=now, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


@pytest.fixture
def rule(acting, cast, now):
    def rule(name, value):
        with acting(system(cast.company.pk)):
            ParameterValue.objects.create(
                company=cast.company,
                key=f"access_card.{name}",
                value=value,
                since=now,
                at=now,
                by=cast.admin,
                reason="测试",
            )

    return rule


@pytest.fixture
def pay(cast, acting, now):
    def pay(case):
        with acting(system(cast.company.pk)):
            till = Till.objects.create(company=cast.company, estate=cast.estate, name="一号台")
        with acting(cast.cashier):
            shift = cashier.open_session(actor=cast.cashier, now=now, till=till, float=Decimal(500))
            asked = Deposit.objects.get(origin=f"case:{case.pk}")
            cashier.take_payment(
                actor=cast.cashier, now=now, estate=cast.estate, tenders=[Tendered(Means.TRANSFER, asked.amount)],
                deposits=[asked], customer=cast.owner, unit=cast.unit, session=shift,
            )  # fmt: skip

    return pay


@pytest.fixture
def card(acting, cast):
    def card(number="A0009", **more):
        with acting(system(cast.company.pk)):
            known = {
                "kind": "household",
                "unit": cast.unit,
                "holder": "王阿姨",
                "customer": cast.owner,
                **more,
            }
            return AccessCard.objects.create(company=cast.company, estate=cast.estate, number=number, **known)

    return card


def cards(acting, cast):
    with acting(system(cast.company.pk)):
        return {one.number: one for one in AccessCard.objects.select_related("deposit")}


def test_proved_paid_opened_and_given_back(acting, cast, ask, do, pay, waiting):
    with acting(system(cast.company.pk)):
        DepositKind.objects.create(company=cast.company, code="card", name="门禁卡押金", amount=Decimal(20))
    case = ask()
    with pytest.raises(Refused, match="住户证明"):
        do(case, cast.desk, "prove", {})
    do(case, cast.desk, "prove", {}, "proof")
    do(case, cast.desk, "collect", {})
    assert waiting(case) == ["paying"]
    pay(case)
    with pytest.raises(Refused, match="试刷"):
        do(case, cast.desk, "activate", {**WORKS, "works": False}, "card_signed")
    case = do(case, cast.desk, "activate", WORKS, "card_signed")
    made = cards(acting, cast)["A0001"]
    assert case.state == "closed" and made.is_good and made.deposit.amount == 20
    back = ask(what="return", card=made.pk)
    with pytest.raises(Refused, match="挂失"):
        do(back, cast.desk, "give_back", {"card_back": False}, "back_signed")
    do(back, cast.desk, "give_back", {"card_back": True}, "back_signed")
    made = cards(acting, cast)["A0001"]
    assert made.retired_at and made.deposit.due_on


def test_a_lost_card_is_frozen_at_once(acting, cast, ask, card, walk, now):
    lost = card()
    case = ask(what="loss", card=lost.pk)
    assert not cards(acting, cast)["A0009"].is_good
    walk(case, now, (cast.desk, "lost", {"lost_end": "found"}))
    assert cards(acting, cast)["A0009"].is_good
    walk(ask(what="loss", card=lost.pk), now, (cast.desk, "lost", {"lost_end": "gone"}))
    assert cards(acting, cast)["A0009"].retired_at


def test_a_new_card_ends_the_one_it_replaces(acting, cast, ask, card, do, rule):
    rule("deposit", 0)
    case = ask(what="replace", card=card().pk)
    do(case, cast.desk, "prove", {}, "proof")
    do(case, cast.desk, "activate", WORKS, "card_signed")
    now_there = cards(acting, cast)
    assert now_there["A0009"].retired_at and now_there["A0001"].is_good


def test_more_than_the_home_may_have_needs_anothers_word(cast, ask, card, do, rule, waiting):
    rule("per_home", 1), rule("deposit", 0)
    card()
    case = ask()
    do(case, cast.desk, "prove", {}, "proof")
    assert waiting(case) == ["more"]
    with pytest.raises(Forbidden):
        do(case, cast.desk, "more", {"over_ok": True, "over_why": "三代同住"})
    do(case, cast.supervisor, "more", {"over_ok": True, "over_why": "三代同住"})
    with pytest.raises(Refused, match="已经在用"):
        do(case, cast.desk, "activate", {**WORKS, "card_number": "A0009"}, "card_signed")


def test_another_homes_card_is_not_touched(acting, cast, ask, card):
    with pytest.raises(Refused, match="不是这一户"):
        ask(what="loss", card=card(unit=None, kind="staff").pk)
    assert cards(acting, cast)["A0009"].is_good
