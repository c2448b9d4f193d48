"""Letting things out as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.procedures.item_release.report import reconciliation
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case


@pytest.fixture
def ask(register, at, now):
    def ask(**more):
        said = {"who": "owner", "applicant": "王阿姨", "items": "沙发 1 件", "valid_on": "2026-11-18", **more}
        return register("item_release", now, answers=said, words="搬沙发")

    return ask


@pytest.fixture
def at_the_gate(cast, acting, signed, now):
    def pass_(case, when=now, **more):
        with acting(cast.guard):
            return actions.complete_step(
                actor=cast.guard, now=when, case=case, step="gate", answers={"items_ok": True, **more},
                uploads=[("out_photo", signed())],
            )  # fmt: skip

    return pass_


ISSUED = {"identity_ok": True}


def rows(acting, cast):
    with acting(system(cast.company.pk)):
        return list(reconciliation(Case.objects.filter(procedure="item_release"), Case.objects.none()))


def test_listed_checked_and_out_of_the_gate_once(acting, cast, ask, walk, at_the_gate, now):
    case = walk(ask(), now, (cast.desk, "issue", ISSUED))
    case = at_the_gate(case)
    assert (case.state, case.answers["result"]) == ("closed", "out")
    with pytest.raises(Refused, match="已办结"):
        at_the_gate(case)
    assert rows(acting, cast) == [{"day": "2026-11-18", "issued": 1, "out": 1, "lapsed": 0, "open": 0}]


def test_not_used_by_midnight_it_lapses(acting, cast, ask, walk, at_the_gate, at, now):
    case = walk(ask(), now, (cast.desk, "issue", ISSUED))
    actions.wake_steps(now=at("周三 23:59"))
    assert walk(case, now).state == "open"
    actions.wake_steps(now=at("周四 00:00"))
    case = walk(case, now)
    assert (case.state, case.answers["result"]) == ("closed", "lapsed")
    with pytest.raises((Refused, Stale)):
        at_the_gate(case, at("周四 00:01"))
    assert rows(acting, cast)[0]["lapsed"] == 1


def test_only_on_its_day(cast, ask, walk, at_the_gate, at, now):
    case = walk(ask(valid_on="2026-11-19"), now, (cast.desk, "issue", ISSUED))
    with pytest.raises(Refused, match="当天有效"):
        at_the_gate(case)
    assert at_the_gate(case, at("周四 09:00")).state == "closed"
    with pytest.raises(Refused, match="已经过去"):
        ask(valid_on="2026-11-17")


def test_a_tenant_brings_the_owners_word(ask):
    with pytest.raises(Refused, match="业主同意的方式"):
        ask(who="tenant")
    assert ask(who="tenant", consent_way="phone", consent_by="王阿姨").pk


def test_identity_and_the_list_must_fit_and_the_desk_is_not_the_gate(cast, ask, walk, at_the_gate, now):
    case = ask()
    with pytest.raises(Refused, match="证件不符"):
        walk(case, now, (cast.desk, "issue", {"identity_ok": False}))
    case = walk(case, now, (cast.desk, "issue", ISSUED))
    with pytest.raises(Refused, match="与清单不符"):
        at_the_gate(case, items_ok=False)
    with pytest.raises(Forbidden):
        walk(case, now, (cast.desk, "gate", {"items_ok": True}))
    with pytest.raises(Refused, match="出门照片"):
        walk(case, now, (cast.guard, "gate", {"items_ok": True}))


def test_two_moves_do_not_meet_in_the_lift(ask, at):
    first = at("周三 14:00")
    ask(large=True, lift_at=first.isoformat())
    with pytest.raises(Refused, match="14:00 已有人预约"):
        ask(large=True, lift_at=(first + timedelta(minutes=90)).isoformat())
    assert ask(large=True, lift_at=(first + timedelta(minutes=120)).isoformat()).pk
    with pytest.raises(Refused, match="当天"):
        ask(large=True, lift_at=at("周四 14:00").isoformat())
