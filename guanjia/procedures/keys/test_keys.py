"""Lending a key as the manual tells it."""

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.registers.keys.models import Key
from guanjia.work.cases import actions

AGREED = {"consent": True, "consent_way": "phone", "consent_by": "王阿姨"}


@pytest.fixture
def key(acting, cast):
    def key(kind: str, tag: str = "A-01") -> Key:
        unit = cast.unit if kind in ("entrusted", "vacant") else None
        with acting(system(cast.company.pk)):
            return Key.objects.create(
                company=cast.company, estate=cast.estate, tag=tag, kind=kind, place="A柜-1", unit=unit
            )

    return key


@pytest.fixture
def ask(register, cast, at, now):
    """小李 writes down who wants the key until six o'clock."""

    def ask(key: Key, back_by: str = "周三 18:00"):
        said = {
            "key": key.pk, "who": "contractor", "borrower": "张工", "borrower_phone": "13900000001",
            "purpose": "查看漏水", "back_by": at(back_by).isoformat(),
        }  # fmt: skip
        return register("keys", now, answers=said, words="借钥匙", unit=None, customer=None)

    return ask


@pytest.fixture
def hand_over(cast, acting, signed, now):
    def hand_over(case):
        with acting(cast.desk):
            return actions.complete_step(
                actor=cast.desk,
                now=now,
                case=case,
                step="hand_out",
                answers={},
                uploads=[("taken", signed())],
            )

    return hand_over


def fresh(acting, cast, key):
    with acting(system(cast.company.pk)):
        return Key.objects.get(pk=key.pk)


def test_an_entrusted_key_needs_the_owners_word(
    acting, cast, key, ask, walk, waiting, hand_over, due, at, now
):
    bunch = key("entrusted")
    case = ask(bunch)
    assert waiting(case) == ["consent"]
    case = walk(case, now, (cast.desk, "consent", AGREED))
    case = hand_over(case)
    assert (waiting(case), due(case, "back")) == (["back"], at("周三 18:00"))
    assert fresh(acting, cast, bunch).held_by == "张工"
    case = walk(case, now, (cast.desk, "back", {"key_state": "returned"}))
    assert case.state == "closed" and not fresh(acting, cast, bunch).is_out


def test_without_the_owners_word_it_stays(acting, cast, key, ask, walk, now):
    bunch = key("entrusted")
    case = walk(ask(bunch), now, (cast.desk, "consent", {"consent": False}))
    assert case.state == "closed" and not fresh(acting, cast, bunch).is_out


def test_a_key_that_is_out_is_not_lent_again(cast, key, ask, walk, hand_over):
    bunch = key("public")
    first, second = ask(bunch), ask(bunch)
    hand_over(first)
    with pytest.raises(Refused, match="已借给"):
        hand_over(second)
    with pytest.raises(Refused, match="已借给"):
        ask(bunch)


def test_nobody_approves_his_own_request(acting, cast, key, at, walk, now):
    said = {
        "key": key("equipment").pk, "who": "staff", "borrower": "刘主管", "purpose": "巡查",
        "back_by": at("周三 18:00").isoformat(),
    }  # fmt: skip
    with acting(cast.supervisor):
        case = actions.register_case(
            actor=cast.supervisor,
            now=now,
            estate=cast.estate,
            procedure="keys",
            words="借机房钥匙",
            answers=said,
        )
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.supervisor, "approve", {"allowed": True}))
    assert walk(case, now, (cast.manager, "approve", {"allowed": True})).state == "open"


def test_a_lost_key_leaves_the_register_and_the_lock_is_changed(
    acting, cast, key, ask, walk, waiting, hand_over, now
):
    bunch = key("public")
    case = hand_over(ask(bunch))
    case = walk(case, now, (cast.desk, "back", {"key_state": "lost", "key_note": "掉进井里"}))
    assert waiting(case) == ["loss"] and fresh(acting, cast, bunch).retired_at
    done = {"lock_changed": True, "lock_cost": "120", "paid_by": "领用人"}
    assert walk(case, now, (cast.supervisor, "loss", done)).state == "closed"


def test_a_second_click_does_not_lend_twice(cast, key, ask, hand_over):
    case = ask(key("public"))
    hand_over(case)
    with pytest.raises(Stale):
        hand_over(case)
