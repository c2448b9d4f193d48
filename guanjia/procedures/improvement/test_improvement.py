"""Improvement as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.kernel.errors import Forbidden
from guanjia.work.cases.actions import wake_steps

FOUND = {"source": "complaint", "source_ref": "TS261118-0001", "found": "雨天大堂地滑"}
DONE, WORKS = {"done": "已铺防滑垫"}, {"effective": True, "seen": "一月内无人滑倒"}


@pytest.fixture
def planned(cast, register, walk, now):
    """陈师傅 is to put down mats by next Friday."""
    case = register("improvement", now, words="雨天地滑", answers=FOUND, unit=None, customer=None)
    plan = {
        "cause": "没有防滑垫",
        "measure": "大堂铺防滑垫",
        "owner": cast.technician.pk,
        "done_by": "2026-11-27",
    }
    return walk(case, now, (cast.supervisor, "plan", plan))


def test_the_owner_has_until_the_end_of_the_day_he_promised(cast, planned, due, at):
    assert due(planned, "carry_out") == at("下周六 0:00")


def test_done_seen_to_work_and_made_the_standard(cast, planned, walk, waiting, now):
    case = walk(planned, now, (cast.technician, "carry_out", DONE))
    assert waiting(case) == ["settle"]
    month = now + timedelta(days=30)
    assert wake_steps(now=month) == 1
    case = walk(case, month, (cast.supervisor, "check", WORKS))
    changed = {"standard_changed": True, "standard_note": "雨天作业第 3 条"}
    assert walk(case, month, (cast.supervisor, "standard", changed)).state == "closed"


def test_what_did_not_help_is_planned_again(cast, planned, walk, waiting, now):
    case = walk(planned, now, (cast.technician, "carry_out", DONE))
    wake_steps(now=now + timedelta(days=30))
    case = walk(case, now, (cast.manager, "check", {"effective": False, "seen": "又有人滑倒"}))
    assert waiting(case) == ["plan"]


def test_who_did_it_does_not_judge_it(cast, register, walk, now):
    case = register("improvement", now, words="雨天地滑", answers=FOUND, unit=None, customer=None)
    plan = {"cause": "没有防滑垫", "measure": "铺垫", "owner": cast.supervisor.pk, "done_by": "2026-11-27"}
    case = walk(case, now, (cast.supervisor, "plan", plan), (cast.supervisor, "carry_out", DONE))
    wake_steps(now=now + timedelta(days=30))
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.supervisor, "check", WORKS))
    assert walk(case, now, (cast.manager, "check", WORKS)).state == "open"
