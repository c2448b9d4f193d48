"""The year's plan as the manual tells it."""

import pytest

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import actions

LINES = {"plan_lines": [{"name": "邻里节", "quantity": "1", "price": "5000"}]}
FILED = {"filed_on": "2026-11-18", "filed_number": "WH-2026-01"}


@pytest.fixture
def ask(cast, acting, now):
    def ask(person=None, **answers):
        person = person or cast.supervisor
        with acting(person):
            return actions.register_case(
                actor=person,
                now=now,
                estate=cast.estate,
                procedure="culture_plan",
                words="年度计划",
                answers=answers,
            )

    return ask


def test_drafted_in_january_approved_by_another_and_filed(cast, ask, walk, due, at, now):
    case = ask(plan_year=2027)
    assert due(case, "draft") == at("2027-02-01 00:00")
    case = walk(case, now, (cast.supervisor, "draft", LINES))
    with pytest.raises(Forbidden):
        walk(case, now, (cast.supervisor, "approve", {"decision": "approved"}))
    with pytest.raises(Refused, match="审批意见"):
        walk(case, now, (cast.manager, "approve", {"decision": "back"}))
    case = walk(case, now, (cast.manager, "approve", {"decision": "back", "decision_why": "预算太高"}))
    case = walk(
        case, now, (cast.supervisor, "draft", LINES), (cast.manager, "approve", {"decision": "approved"})
    )
    with pytest.raises(Refused, match="备案日期"):
        walk(case, now, (cast.supervisor, "file", {**FILED, "filed_on": "2026-12-01"}))
    assert walk(case, now, (cast.supervisor, "file", FILED)).state == "closed"


def test_one_plan_a_year_and_changes_go_the_same_way(cast, ask, walk, waiting, now):
    with pytest.raises(Refused, match="不能办变更"):
        ask(is_change=True, change_why="加一场")
    case = ask()
    assert case.answers["plan_year"] == 2026
    with pytest.raises(Refused, match="请办理变更"):
        ask()
    walk(case, now, (cast.supervisor, "draft", LINES), (cast.manager, "approve", {"decision": "approved"}))
    with pytest.raises(Refused, match="变更原因"):
        ask(is_change=True)
    change = ask(is_change=True, change_why="加一场")
    change = walk(change, now, (cast.supervisor, "draft", LINES))
    assert waiting(change) == ["approve"]
    with pytest.raises(Forbidden, match="不由您的岗位发起"):
        ask(cast.desk)
