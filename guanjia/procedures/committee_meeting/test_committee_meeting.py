"""The committee's meeting as the manual tells it."""

from datetime import date, timedelta

import pytest

from guanjia.engine.access import system
from guanjia.engine.register.actions import add_record
from guanjia.engine.register.declaration import find
from guanjia.kernel.errors import Refused
from guanjia.procedures.committee_meeting.rules import has_quorum, quarter_of
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

PLAN = {
    "meeting_at": "2026-11-25T19:00:00+08:00",
    "meeting_place": "会所",
    "agenda": "1. 电梯维保 2. 公共收益",
}
HELD = {"present": 2, "minutes": "讨论电梯维保", "has_items": True}
ITEM = {"item": "更换3栋电梯钢丝绳", "item_by": "2026-12-20", "more": False}


@pytest.fixture
def seat(acting, cast, now):
    def seat(name, since=2025, until=2028, post="member", unit=None):
        with acting(cast.supervisor):
            return add_record(
                register=find("committee_members"), actor=cast.supervisor, now=now, estate=cast.estate,
                values={
                    "name": name, "unit": unit or cast.unit, "post": post, "since": date(since, 7, 1),
                    "until": date(until, 6, 30),
                },
            )  # fmt: skip

    return seat


@pytest.fixture
def ask(acting, cast, now):
    def ask(**answers):
        with acting(cast.supervisor):
            return actions.register_case(
                actor=cast.supervisor, now=now, estate=cast.estate, procedure="committee_meeting", words="例会",
                answers=answers,
            )  # fmt: skip

    return ask


@pytest.fixture
def minuted(acting, cast, signed):
    def minuted(case, when, **more):
        said = {**HELD, **more}
        with acting(cast.supervisor):
            return actions.complete_step(
                actor=cast.supervisor, now=when, case=case, step="minutes", answers=said,
                uploads=[("minutes_signed", signed())],
            )  # fmt: skip

    return minuted


def test_terms_do_not_overlap_and_there_is_one_chair(seat):
    seat("郑建国", post="chair")
    with pytest.raises(Refused, match="任期与已登记的任期重叠"):
        seat("郑建国", since=2027, until=2030)
    seat("郑建国", since=2028, until=2031, post="chair")
    with pytest.raises(Refused, match="已经有一位主任"):
        seat("冯秀兰", since=2026, until=2029, post="chair")
    with pytest.raises(Refused, match="早于任期起"):
        seat("褚卫东", since=2028, until=2026)


def test_a_meeting_from_agenda_to_the_last_action_item(
    acting, cast, seat, ask, walk, minuted, waiting, due, at, now
):
    for name in ("郑建国", "冯秀兰", "褚卫东"):
        seat(name)
    seat("候补", post="alternate")
    case = ask()
    assert case.answers["quarter"] == "2026Q4"
    with pytest.raises(Refused, match="要在将来"):
        walk(case, now, (cast.supervisor, "agenda", {**PLAN, "meeting_at": "2026-11-10T19:00:00+08:00"}))
    case = walk(
        case, now, (cast.supervisor, "agenda", PLAN), (cast.desk, "invite", {"invited_how": ["phone"]})
    )
    assert case.answers["members"] == "郑建国、冯秀兰、褚卫东" and due(case, "minutes") == at(
        "2026-11-28 19:00"
    )
    with pytest.raises(Refused, match="还没有开"):
        minuted(case, now)
    later = now + timedelta(days=8)
    with pytest.raises(Refused, match="超过半数"):
        minuted(case, later, present=1)
    case = minuted(case, later)
    item = {**ITEM, "item_owner": cast.technician.pk}
    case = walk(
        case, later, (cast.supervisor, "item", {**item, "more": True}), (cast.supervisor, "item", item)
    )
    case = walk(case, later, (cast.desk, "send", {"sent_on": "2026-11-26"}))
    assert due(case, "settle") == at("2026-12-21 00:00")
    with pytest.raises(Refused, match="还有行动事项没有办完：JB"):
        walk(case, later, (cast.supervisor, "settle", {"items_result": "都办完"}))
    with acting(system(cast.company.pk)):
        tasks = list(Case.objects.filter(procedure="assignment").order_by("pk"))
    for task in tasks:
        walk(task, later, (cast.technician, "carry_out", {"task_done": "已换"}))
        walk(task, later, (cast.supervisor, "check", {"task_ok": True}))
    assert len(tasks) == 2
    assert walk(case, later, (cast.supervisor, "settle", {"items_result": "都办完"})).state == "closed"


def test_one_regular_meeting_a_quarter_with_members_in_office(cast, ask, walk, now):
    case = ask(quarter="2026Q4")
    with pytest.raises(Refused, match="勾选临时会议"):
        ask()
    with pytest.raises(Refused, match="2026Q4 的样子"):
        ask(quarter="第四季度")
    assert ask(extra=True).answers["quarter"] == "2026Q4"
    with pytest.raises(Refused, match="没有在任委员"):
        walk(case, now, (cast.supervisor, "agenda", PLAN))


def test_quarters_and_majorities():
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == [
        "2026Q1", "2026Q1", "2026Q2", "2026Q4",
    ]  # fmt: skip
    assert has_quorum(3, 5) and not has_quorum(2, 4) and not has_quorum(0, 0)
