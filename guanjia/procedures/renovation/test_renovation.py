"""A renovation as the manual tells it, from application to refund, and what is refused on the way."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.engine.params.models import ParameterValue
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.procedures.renovation.conftest import APPROVED, PERIOD, PICTURES, TESTED, WARNED
from guanjia.procedures.renovation.rules import months_later
from guanjia.registers.passes.models import WorkerPass
from guanjia.testing import calendar
from guanjia.work.cases import actions
from guanjia.work.cashier.models import Deposit, DepositAct

FINE = {
    "found": "fine", "permit_shown": True, "workers_ok": True, "fire_ok": True, "noise_ok": True, "waste_ok": True,
}  # fmt: skip
DONE = {"accepted": True, "passes_back": True, "accept_note": "合格"}
LATER = calendar.at("周三 10:00").replace(year=2027, month=2, day=18)


def deposits(acting, cast, case):
    with acting(system(cast.company.pk)):
        rows = Deposit.objects.filter(origin=f"case:{case.pk}").select_related("kind", "account")
        return {one.kind.code: one for one in rows}


def passes(acting, cast):
    with acting(system(cast.company.pk)):
        return list(WorkerPass.objects.order_by("number"))


def test_from_application_to_the_last_refund(
    acting, cast, apply, do, tested, pay, walk, waiting, due, at, now
):
    case = apply()
    case = do(
        case,
        cast.desk,
        "file",
        WARNED,
        "plan",
        "licence_copy",
        "worker_photos",
        "owner_signed",
        "contractor_signed",
    )
    assert waiting(case) == ["decide", "tests"] and due(case, "decide") == at("下周一 10:00")
    case = tested(do(case, cast.manager, "decide", APPROVED))
    case = do(case, cast.desk, "collect", {})
    assert waiting(case) == ["paying"]
    asked = deposits(acting, cast, case)
    assert {kind: one.amount for kind, one in asked.items()} == {
        "renovation": 1000, "renovation_contractor": 3000, "pass": 60,
    }  # fmt: skip
    assert asked["renovation_contractor"].payer == "好家装饰"
    assert pay(case) == Decimal(4360) and waiting(case) == ["permit"]
    case = do(case, cast.supervisor, "permit", PERIOD)
    assert case.answers["permit_number"] == case.number
    made = passes(acting, cast)
    assert [one.name for one in made] == ["张三", "李四"]
    assert (made[0].state(date(2026, 12, 20)), made[0].state(date(2026, 12, 21))) == ("valid", "lapsed")
    case = walk(
        case, now, (cast.technician, "round", FINE), (cast.butler, "round", {**FINE, "found": "done"})
    )
    case = do(case, cast.supervisor, "accept", DONE, "accept_signed")
    assert waiting(case) == ["wait"] and {one.state(date(2026, 12, 1)) for one in passes(acting, cast)} == {
        "returned"
    }
    held = deposits(acting, cast, case)
    assert (held["renovation"].due_on, held["renovation_contractor"].due_on) == (date(2026, 11, 18), None)
    actions.wake_steps(now=LATER.replace(day=16))
    assert waiting(case) == ["wait"]
    actions.wake_steps(now=LATER.replace(day=19))
    assert waiting(case) == ["second_check"]
    case = walk(case, LATER, (cast.supervisor, "second_check", {"sound": True, "to_keep": False}))
    assert case.state == "closed" and deposits(acting, cast, case)["renovation_contractor"].due_on == date(
        2027, 2, 18
    )


def test_an_expired_firm_may_not_apply(apply):
    with pytest.raises(Refused, match="好家装饰的资质"):
        apply(end_on="2027-07-01")


def test_prohibited_things_are_shown_and_signed(cast, apply, do):
    case = apply()
    with pytest.raises(Refused, match="禁止事项"):
        do(case, cast.desk, "file", {"prohibited": ["gas"]}, *PICTURES)
    with pytest.raises(Refused, match="业主签字"):
        do(case, cast.desk, "file", WARNED, *PICTURES[:3])


def test_no_permit_without_approval_tests_and_money(cast, filed, tested, do, waiting):
    case = filed()
    with pytest.raises(Stale):
        do(case, cast.supervisor, "permit", PERIOD)
    with pytest.raises(Forbidden):
        do(case, cast.desk, "decide", APPROVED)
    do(case, cast.manager, "decide", APPROVED)
    assert waiting(case) == ["tests"]
    tested(case, {"water_ok": False})
    assert waiting(case) == ["retest"]
    do(case, cast.technician, "retest", {"mended": "重做防水"})
    tested(case)
    do(case, cast.desk, "collect", {})
    with pytest.raises(Stale):
        do(case, cast.supervisor, "permit", PERIOD)
    assert waiting(case) == ["paying"]


def test_declined_drops_the_tests(cast, filed, do):
    case = do(filed(), cast.manager, "decide", {"approved": False, "approved_why": "拆承重墙"})
    assert case.state == "closed"


def test_out_of_the_heating_season_pressure_is_tested(acting, cast, filed, tested, waiting, now):
    with acting(system(cast.company.pk)):
        ParameterValue.objects.create(
            company=cast.company, key="renovation.heating_months", value=["12", "1"], since=now, at=now, by=cast.admin,
            reason="测试",
        )  # fmt: skip
    case = filed()
    with pytest.raises(Refused, match="打压试验"):
        tested(case)
    tested(case, {**TESTED, "pressure_ok": True})
    assert waiting(case) == ["decide"]


def test_a_violation_is_noticed_put_right_and_paid_for_with_anothers_word(
    acting, cast, permitted, do, walk, waiting, now
):
    case = permitted()
    walk(case, now, (cast.technician, "round", {**FINE, "found": "violation"}))
    told = {"violation": "阳台砌墙", "demand": "拆除", "rectify_by": "2026-11-25", "stopped": True}
    do(case, cast.technician, "notice", told, "violation_photos")
    do(case, cast.technician, "recheck", {"rectified": False, "to_keep": True})
    keeping = {"kept_from": "renovation_contractor", "kept": "500", "kept_why": "拒不整改"}
    with pytest.raises(Refused, match="凭据"):
        walk(case, now, (cast.supervisor, "keep", keeping))
    do(case, cast.supervisor, "keep", keeping, "kept_proof")
    with acting(system(cast.company.pk)):
        act = DepositAct.objects.get()
        assert (act.amount, act.approved_at, act.requested_by_id) == (500, None, cast.supervisor.pk)
    assert waiting(case) == ["notice"]
    with pytest.raises(Refused, match="违章照片"):  # the first notice's do not count again
        walk(case, now, (cast.technician, "notice", told))
    do(case, cast.technician, "notice", told, "violation_photos")
    case = do(case, cast.technician, "recheck", {"rectified": True, "to_keep": False})
    assert case.answers["stopped"] is False and waiting(case) == ["round"]


def test_longer_with_another_persons_approval(acting, cast, permitted, do, walk, now):
    case = permitted()
    more = {"new_until": "2027-01-10", "new_items": ["aircon"], "change_why": "瓷砖缺货"}
    walk(case, now, (cast.butler, "round", {**FINE, "found": "change"}), (cast.supervisor, "change", more))
    with pytest.raises(Forbidden, match="当事人以外"):
        do(case, cast.supervisor, "decide_change", {"change_ok": True})
    case = do(case, cast.manager, "decide_change", {"change_ok": True})
    assert case.answers["permit_until"] == "2027-01-10" and "aircon" in case.answers["items"]
    assert {one.valid_until for one in passes(acting, cast)} == {date(2027, 1, 10)}


def test_passes_come_back_before_acceptance(cast, permitted, do, walk, now):
    case = walk(permitted(), now, (cast.butler, "round", {**FINE, "found": "done"}))
    with pytest.raises(Refused, match="全部交回"):
        do(case, cast.supervisor, "accept", {**DONE, "passes_back": False}, "accept_signed")


def test_months_later_is_the_same_day_or_the_last():
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 18), 3) == date(2027, 2, 18)
