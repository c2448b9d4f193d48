"""An emergency as the manual tells it: people first, then the record."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Refused
from guanjia.registers.emergency_plans.models import EmergencyPlan
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case, CaseRecord

SAFE = {
    "people_first": True, "not_wider": True, "called_engineer": True, "called_guard": True, "called_manager": True,
    "log": "9:58 接报；10:01 到场；10:04 关阀", "called_outside": "120",
}  # fmt: skip
REPORT = {"involved": "王阿姨", "how": "雨天滑倒", "insured": True, "opinion": "陪同就医"}
REVIEW = {"cause": "地滑", "lesson": "雨天要铺垫", "measure": "雨天铺防滑垫", "attended": "刘主管、陈经理"}


@pytest.fixture
def happens(register, at, now):
    def happens(**more):
        facts = {
            "event": "injury",
            "began_at": at("周三 9:55").isoformat(),
            "hurt": "light",
            "major": False,
            **more,
        }
        return register(
            "emergency", now, words="大堂有人滑倒", urgency="emergency", severity="serious", answers=facts
        )

    return happens


@pytest.fixture
def tell(cast, acting, signed, now):
    def tell(case):
        answers = {"teller": "王阿姨", "told": "地上有水", "read_out": True}
        with acting(cast.desk):
            return actions.complete_step(
                actor=cast.desk, now=now, case=case, step="statement", answers=answers,
                uploads=[("told_signed", signed())],
            )  # fmt: skip

    return tell


def test_nothing_goes_on_before_people_are_safe_and_the_manager_knows(cast, happens, walk, now):
    case = happens()
    with pytest.raises(Refused, match="先救人"):
        walk(case, now, (cast.desk, "scene", {**SAFE, "people_first": False}))
    with pytest.raises(Refused, match="项目经理"):
        walk(case, now, (cast.desk, "scene", {**SAFE, "called_manager": False}))


def test_somebody_hurt_is_visited_and_it_is_reviewed(cast, acting, happens, walk, waiting, tell, due, now):
    case = walk(happens(), now, (cast.desk, "scene", SAFE))
    assert waiting(case) == ["report", "statement", "visit"]
    assert due(case, "report") == due(case, "visit") == now + timedelta(hours=24)
    tell(case)
    case = walk(case, now, (cast.supervisor, "report", REPORT))
    assert waiting(case) == ["visit"]
    case = walk(
        case, now, (cast.manager, "visit", {"visited_by": "陈经理", "visit_note": "膝盖擦伤，已回家"})
    )
    assert waiting(case) == ["review"]
    assert walk(case, now, (cast.manager, "review", REVIEW)).state == "closed"
    with acting(cast.supervisor):
        better = Case.objects.get(procedure="improvement")
    assert (better.answers["source_ref"], better.words) == (case.number, "雨天铺防滑垫")
    assert waiting(better) == ["plan"]


@pytest.mark.parametrize("facts", [{"major": True}, {"hurt": "serious"}])
def test_headquarters_hear_of_a_major_one_within_half_an_hour(cast, happens, walk, waiting, due, now, facts):
    case = happens(**facts)
    assert due(case, "headquarters") == now + timedelta(minutes=30)
    assert "headquarters" in waiting(walk(case, now, (cast.desk, "scene", SAFE)))


def test_where_nobody_is_hurt_nobody_is_visited(cast, happens, walk, waiting, tell, now):
    case = walk(happens(event="flood", hurt="none"), now, (cast.desk, "scene", SAFE))
    tell(case)
    case = walk(case, now, (cast.supervisor, "report", REPORT))
    assert waiting(case) == ["review"]


def test_the_plan_of_the_event_is_taken_by_itself(cast, acting, happens):
    plan = {
        "company": cast.company, "estate": cast.estate, "edition": "2026", "holder": "客服主管",
        "first_actions": "先救人", "call_list": "120",
    }  # fmt: skip
    with acting(system(cast.company.pk)):
        fire, hurt = (
            EmergencyPlan.objects.create(kind=kind, title=kind, **plan) for kind in ("fire", "injury")
        )
    assert happens().answers["plan"] == hurt.pk
    assert happens(plan=fire.pk).answers["plan"] == fire.pk
    case = happens(event="flood")
    assert "plan" not in {name for name, value in case.answers.items() if value}
    with acting(system(cast.company.pk)):
        assert CaseRecord.objects.filter(register="emergency_plans", object_id=hurt.pk).count() == 1
