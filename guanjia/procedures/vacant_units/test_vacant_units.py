"""Vacant homes as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.registers.vacant_units.models import VacantUnit
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

FINE = {
    "checked_on": "2026-11-18", "water_off": True, "power_off": True, "windows_shut": True, "leaks": False,
    "pests": False, "meter_water": "120", "meter_power": "3300", "aired": True, "season": "none",
}  # fmt: skip
WET = {**FINE, "leaks": True, "found": ["pipes"], "found_words": "卫生间角阀滴水"}


@pytest.fixture
def vacant(acting, cast):
    with acting(system(cast.company.pk)):
        return VacantUnit.objects.create(
            company=cast.company, estate=cast.estate, unit=cast.unit, kind="unsold"
        )


@pytest.fixture
def care(register, vacant, now):
    return lambda: register("vacant_units", now, answers={"vacant": vacant.pk}, words="巡查", customer=None)


def test_a_round_every_month(cast, care, walk, waiting, vacant, acting, due, now):
    case = walk(care(), now, (cast.butler, "round", FINE))
    assert waiting(case) == ["rest"]
    actions.wake_steps(now=now + timedelta(days=29))
    assert waiting(case) == ["rest"]
    later = now + timedelta(days=30)
    actions.wake_steps(now=later)
    assert (waiting(case), due(case, "round")) == (["round"], later + timedelta(days=3))
    with acting(system(cast.company.pk)):
        vacant.refresh_from_db()
    assert (str(vacant.checked_on), str(vacant.next_round_on)) == ("2026-11-18", "2026-12-18")


def test_what_is_wrong_becomes_a_repair(acting, cast, care, walk, vacant, now):
    case = care()
    with pytest.raises(Refused, match="渗漏水"):
        walk(case, now, (cast.butler, "round", {**FINE, "leaks": True}))
    with pytest.raises(Refused, match="说明"):
        walk(case, now, (cast.butler, "round", {**WET, "found_words": ""}))
    walk(case, now, (cast.guard, "round", WET))
    with acting(system(cast.company.pk)):
        repair = Case.objects.get(procedure="repair")
        vacant.refresh_from_db()
        assert "角阀滴水" in repair.words and repair.unit_id == cast.unit.pk
        assert case.links.get().other_id == repair.pk
    assert vacant.faults == 1


@pytest.mark.parametrize(("when", "asked"), [("2027-01-10 09:00", "防冻"), ("2027-07-10 09:00", "防汛防台")])
def test_storm_and_frost_have_checks_of_their_own(cast, care, walk, at, when, asked):
    case = walk(care(), at("周三 10:00"), (cast.butler, "round", FINE))
    moment = at(when)
    actions.wake_steps(now=moment)
    with pytest.raises(Refused, match=asked):
        walk(case, moment, (cast.butler, "round", {**FINE, "checked_on": when[:10]}))


def test_agents_come_in_company_and_a_round_can_be_early(acting, cast, care, walk, waiting, signed, at, now):
    case = walk(care(), now, (cast.butler, "round", FINE), (cast.butler, "rest", {"next": "visit"}))
    seen = {
        "agency": "安居中介", "agent_name": "小赵", "agent_id": "11010119900307701X", "consent_of": "开发商来函",
        "accompanied_by": "林管家", "visit_from": at("周三 09:00").isoformat(), "left_in_order": True,
    }  # fmt: skip

    def visit(**more):
        with acting(cast.butler):
            return actions.complete_step(
                actor=cast.butler, now=now, case=case, step="visit", answers={**seen, **more},
                uploads=[("visitor_signed", signed())],
            )  # fmt: skip

    with pytest.raises(Refused, match="离开时间"):
        visit(visit_to=at("周三 08:00").isoformat())
    with pytest.raises(Refused, match="关好水电"):
        visit(visit_to=at("周三 09:30").isoformat(), left_in_order=False)
    case = visit(visit_to=at("周三 09:30").isoformat())
    assert waiting(case) == ["rest"]
    case = walk(case, now, (cast.butler, "rest", {"next": "round"}))
    assert waiting(case) == ["round"]


def test_handed_over_it_leaves_the_list(acting, cast, care, walk, waiting, vacant, signed, now):
    case = walk(care(), now, (cast.butler, "round", FINE))
    actions.wake_steps(now=now + timedelta(days=30))
    later = now + timedelta(days=31)
    cold = {**FINE, "season": "frost", "frost_ready": True}
    case = walk(case, later, (cast.butler, "round", cold), (cast.butler, "rest", {"next": "hand_over"}))
    assert waiting(case) == ["hand_over"]
    with acting(cast.butler):
        case = actions.complete_step(
            actor=cast.butler, now=later, case=case, step="hand_over",
            answers={"handed_to": "王阿姨", "handed_on": "2026-12-19"}, uploads=[("handed_signed", signed())],
        )  # fmt: skip
        vacant.refresh_from_db()
    assert case.state == "closed" and "王阿姨" in vacant.retired_why
    with pytest.raises(Refused, match="停用"):
        care_again(acting, cast, vacant, later)


def care_again(acting, cast, vacant, now):
    with acting(cast.desk):
        actions.register_case(
            actor=cast.desk, now=now, estate=cast.estate, procedure="vacant_units", words="巡查",
            answers={"vacant": vacant.pk},
        )  # fmt: skip


def test_one_care_for_a_home_and_only_by_those_who_may(acting, cast, care, vacant, now):
    care()
    with pytest.raises(Refused, match="已在巡查"):
        care()
    with acting(cast.technician), pytest.raises(Forbidden):
        actions.register_case(
            actor=cast.technician, now=now, estate=cast.estate, procedure="vacant_units", words="巡查",
            answers={"vacant": vacant.pk},
        )  # fmt: skip
