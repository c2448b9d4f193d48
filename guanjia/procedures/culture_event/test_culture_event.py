"""Events of the community as the manual tells them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guanjia.engine.access import system
from guanjia.engine.register.actions import add_record, retire_record
from guanjia.engine.register.declaration import find
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.procedures.culture_event.rules import to_be_asked
from guanjia.registers.activities.models import Activity
from guanjia.registers.signups.models import Signup
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

EVENT = {
    "event_title": "邻里节", "size": "small", "event_on": "2026-12-05", "event_place": "中心广场", "purpose": "百家宴",
    "budget": "5000", "places": 3, "in_plan": True,
}  # fmt: skip
TOLD = {"notice_on": "2026-11-20", "notice_where": ["board", "group"], "signup_until": "2026-12-04"}
HELD = {"held_on": "2026-12-05", "attendance": 42, "cost": "4800", "summary": "顺利"}
SAFE = {"fire_lanes": True, "exits": True, "extinguishers": True, "power_safe": True, "first_aid": True}
OPINION = {
    "asked_count": 5, "overall": "good", "acceptance": "受欢迎", "shortcomings": "座位不够", "improvements": "多租桌椅",
}  # fmt: skip
OK = {"decision": "approved"}


@pytest.fixture
def plan(acting, cast, register, now):
    """The plan of 2026, approved."""
    with acting(system(cast.company.pk)):
        return Case.objects.create(
            company=cast.company, estate=cast.estate, procedure="culture_plan", procedure_key="culture_plan@1",
            number="WN1", title="年度计划", opened_at=now, answers={"plan_year": 2026, **OK},
        )  # fmt: skip


@pytest.fixture
def ask(register, now):
    return lambda **more: register("culture_event", now, answers={**EVENT, **more}, words="邻里节")


@pytest.fixture
def do(acting, signed):
    def do(case, moment, person, step, answers, *pictures):
        with acting(person):
            return actions.complete_step(
                actor=person, now=moment, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


@pytest.fixture
def announced(acting, cast, plan, ask, do, now):
    """The small event, open for three."""
    case = do(ask(), now, cast.manager, "approve", OK)
    return do(case, now, cast.desk, "notice", TOLD, "notice_photos")


@pytest.fixture
def sign_up(acting, cast, now):
    def sign_up(name, persons=1):
        with acting(cast.desk):
            values = {
                "activity": Activity.objects.get(),
                "unit": cast.unit,
                "name": name,
                "persons": persons,
            }
            return add_record(
                register=find("signups"), actor=cast.desk, now=now, estate=cast.estate, values=values
            )

    return sign_up


def test_an_event_is_in_the_plan_of_its_year(cast, ask, plan):
    with pytest.raises(Refused, match="计划变更"):
        ask(in_plan=False)
    with pytest.raises(Refused, match="2027 年的活动计划还没有批准"):
        ask(event_on="2027-01-05")
    with pytest.raises(Refused, match="今天之后"):
        ask(event_on="2026-11-18")


def test_a_small_event(acting, cast, ask, plan, do, walk, waiting, announced, sign_up, now):
    case, later = announced, now + timedelta(days=20)
    sign_up("王阿姨", 2)
    assert waiting(case) == ["record"]
    with pytest.raises(Refused, match="不能晚于今天"):
        do(case, now, cast.butler, "record", HELD, "event_photos", "event_photos")
    with pytest.raises(Refused, match="活动照片"):
        do(case, later, cast.butler, "record", HELD, "event_photos")
    case = do(case, later, cast.butler, "record", HELD, "event_photos", "event_photos")
    assert (case.state, case.answers["signed_up"]) == ("closed", 2)
    with pytest.raises(Refused, match="报名已经截止"):
        sign_up("李叔叔")


def test_approved_by_the_manager_and_told_in_time(cast, ask, plan, do, walk, waiting, now):
    case = ask()
    with pytest.raises(Forbidden):
        walk(case, now, (cast.supervisor, "approve", OK))
    case = walk(case, now, (cast.manager, "approve", {"decision": "back", "decision_why": "超预算"}))
    case = walk(case, now, (cast.desk, "revise", {"purpose": "百家宴", "budget": "4000"}))
    case = walk(case, now, (cast.manager, "approve", OK))
    with pytest.raises(Refused, match="提前 3 天"):
        do(case, now, cast.desk, "notice", {**TOLD, "notice_on": "2026-12-04"}, "notice_photos")
    case = ask(event_title="灯会")
    gone = walk(case, now, (cast.manager, "approve", {"decision": "declined", "decision_why": "场地占用"}))
    assert gone.state == "closed"


def test_nobody_signs_up_twice_or_beyond_the_places(acting, cast, announced, sign_up, now):
    first = sign_up("王阿姨", 2)
    with pytest.raises(Refused, match="已经报过"):
        sign_up("王阿姨")
    with pytest.raises(Refused, match="还剩 1 个"):
        sign_up("李叔叔", 2)
    sign_up("李叔叔")
    with pytest.raises(Refused, match="名额已满"):
        sign_up("赵大哥")
    with acting(cast.desk):
        activity = Activity.objects.get()
        assert (activity.taken, activity.left) == (3, 0)
        with pytest.raises(IntegrityError), transaction.atomic():
            Signup.objects.create(
                company=cast.company, estate=cast.estate, activity=activity, unit=cast.unit, name="挤进来的"
            )
        retire_record(register=find("signups"), actor=cast.desk, now=now, row=first, reason="有事不来")
        assert Activity.objects.get().taken == 1


def test_a_large_event_with_all_that_the_manual_asks(cast, ask, plan, do, walk, waiting, due, at, now):
    case = ask(size="large", places=None)
    asked = {"surveyed": 30, "agreed": 26, "wishes": "想要晚上办"}
    with pytest.raises(Refused, match="至少要征询 10 户"):
        walk(case, now, (cast.butler, "survey", {**asked, "surveyed": 3}))
    with pytest.raises(Refused, match="不能多于"):
        walk(case, now, (cast.butler, "survey", {**asked, "agreed": 31}))
    idea = {"proposal": "百家宴", "proposal_safety": "围栏"}
    case = walk(case, now, (cast.butler, "survey", asked), (cast.supervisor, "propose", idea))
    with pytest.raises(Forbidden):
        walk(case, now, (cast.manager, "leader", OK))
    detail = {
        "programme": "18:00 开席", "costs": [{"name": "桌椅", "quantity": "40", "price": "20"}], "staffing": "各部门",
        "safety_plan": "预案", "fire_plan": "北通道",
    }  # fmt: skip
    case = walk(case, now, (cast.headquarters, "leader", OK), (cast.supervisor, "detail", detail))
    told = {"departments": ["cleaning"], "coordinated": "保洁清场"}
    with pytest.raises(Refused, match="秩序维护部"):
        walk(case, now, (cast.supervisor, "coordinate", told))
    walk(case, now, (cast.supervisor, "coordinate", {**told, "departments": ["security", "cleaning"]}))
    case = do(case, now, cast.desk, "notice", TOLD, "notice_photos")
    assert due(case, "safety") == at("2026-12-06 00:00")
    with pytest.raises(Refused, match="不合格"):
        do(case, now, cast.technician, "safety", {**SAFE, "fire_lanes": False}, "safety_photos")
    case = do(case, now, cast.technician, "safety", SAFE, "safety_photos")
    with pytest.raises(Refused, match="清理恢复"):
        do(case, now, cast.butler, "clean_up", {"cleaned": False}, "cleaned_photos")
    later = now + timedelta(days=18)
    do(case, later, cast.butler, "clean_up", {"cleaned": True, "things_back": True}, "cleaned_photos")
    case = do(case, later, cast.butler, "record", HELD, "event_photos", "event_photos")
    with pytest.raises(Refused, match="至少要回访 5 位"):
        walk(case, later, (cast.butler, "follow_up", {**OPINION, "asked_count": 4}))
    assert walk(case, later, (cast.butler, "follow_up", OPINION)).state == "closed"


def test_the_share_to_be_asked_is_rounded_up():
    assert [to_be_asked(came, 10) for came in (0, 1, 10, 42)] == [0, 1, 1, 5]
