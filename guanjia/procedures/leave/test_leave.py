"""Leave as the manual tells it."""

from datetime import date

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import actions
from guanjia.work.roster.actions import set_shift, set_up_kinds
from guanjia.work.roster.queries import gaps_of, month_of

YES, NO = {"approved": True}, {"approved": False, "approved_why": "人手不够"}
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def ask(cast, acting, now):
    def ask(who, first, last, by=None, **more):
        said = {
            "who": who.pk,
            "leave_kind": "personal",
            "first_day": first,
            "last_day": last,
            "reason": "家里有事",
        }
        with acting(by or who):
            return actions.register_case(
                actor=by or who,
                now=now,
                estate=cast.estate,
                procedure="leave",
                words="家里有事",
                answers=said | more,
            )

    return ask


@pytest.fixture
def put(cast, acting, now):
    """`put(person, day)`: an early shift on the roster."""

    def put(staff, day):
        with acting(cast.supervisor):
            kind = set_up_kinds(actor=cast.supervisor, now=now)[0]
            return set_shift(
                actor=cast.supervisor,
                now=now,
                estate=cast.estate,
                staff=staff,
                day=date.fromisoformat(day),
                kind=kind,
            )

    return put


def gaps(acting, cast):
    with acting(system(cast.company.pk)):
        found = gaps_of(cast.estate, NOVEMBER, date(2026, 11, 30))
        return [(gap.staff.name, gap.day.day) for gap in found]


def test_two_days_are_the_supervisors_and_free_the_shifts(
    cast, acting, ask, put, walk, waiting, due, at, told, now
):
    for day in ("2026-11-20", "2026-11-21", "2026-11-22"):
        put(cast.technician, day)
    case = ask(cast.technician, "2026-11-20", "2026-11-21")
    assert waiting(case) == ["by_supervisor"] and case.answers["leave_days"] == 2
    with pytest.raises(Forbidden, match="不归您的岗位"):
        walk(case, now, (cast.desk, "by_supervisor", YES))
    case = walk(case, now, (cast.supervisor, "by_supervisor", YES))
    assert waiting(case) == ["cover"] and case.answers["freed"] == "11-20 早班、11-21 早班"
    assert gaps(acting, cast) == [("陈师傅", 20), ("陈师傅", 21)]
    assert ("leave.decided", False) in told(cast.technician)

    with pytest.raises(Refused, match="请假，不能排班"):
        put(cast.technician, "2026-11-20")
    put(cast.second_technician, "2026-11-20")
    put(cast.guard, "2026-11-21")
    assert gaps(acting, cast) == [("陈师傅", 21)]

    with acting(cast.supervisor):
        shown = month_of(estate=cast.estate, month=NOVEMBER, actor=cast.supervisor)
    mine = next(line for line in shown.lines if line.staff == cast.technician)
    assert {day.day for day in mine.leave_days} == {20, 21} and mine.shifts == 1

    case = walk(case, now, (cast.supervisor, "cover", {"cover_note": "李师傅顶 20 日"}))
    assert due(case, "back") == at("2026-11-23 00:00")
    assert walk(case, now, (cast.supervisor, "back", {"back_on": "2026-11-21"})).state == "closed"
    put(cast.technician, "2026-11-21")


def test_longer_goes_higher_and_so_does_who_has_authority(cast, ask, walk, waiting, now):
    week = ask(cast.technician, "2026-11-20", "2026-11-23")
    assert waiting(week) == ["by_manager"]
    assert waiting(ask(cast.technician, "2026-12-01", "2026-12-20")) == ["by_headquarters"]
    own = ask(cast.supervisor, "2026-11-20", "2026-11-20")
    assert waiting(own) == ["by_manager"]
    boss = ask(cast.manager, "2026-11-20", "2026-11-20")
    assert waiting(boss) == ["by_headquarters"]
    with pytest.raises(Forbidden):
        walk(boss, now, (cast.manager, "by_headquarters", YES))
    assert walk(week, now, (cast.manager, "by_manager", NO)).state == "closed"


def test_nobody_approves_his_own_nor_what_he_asked_for_another(cast, ask, walk, now):
    case = ask(cast.technician, "2026-11-20", "2026-11-20", by=cast.supervisor)
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.supervisor, "by_supervisor", YES))


def test_what_is_not_taken(cast, ask, walk, now):
    with pytest.raises(Forbidden, match="由本人提出"):
        ask(cast.technician, "2026-11-20", "2026-11-20", by=cast.desk)
    with pytest.raises(Refused, match="不能早于"):
        ask(cast.technician, "2026-11-20", "2026-11-19")
    with pytest.raises(Refused, match="另一位同事"):
        ask(cast.technician, "2026-11-20", "2026-11-20", deputy=cast.technician.pk)
    first, again = (
        ask(cast.technician, "2026-11-20", "2026-11-21"),
        ask(cast.technician, "2026-11-21", "2026-11-21"),
    )
    walk(first, now, (cast.supervisor, "by_supervisor", YES))
    with pytest.raises(Refused, match="已经有请假"):
        walk(again, now, (cast.supervisor, "by_supervisor", YES))
