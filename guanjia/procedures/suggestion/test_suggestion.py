"""Suggestion as the manual tells it."""

import pytest

from guanjia.kernel.errors import Forbidden, Refused

YES, NO = {"adopted": True, "adopted_why": "可行"}, {"adopted": False, "adopted_why": "消防不允许"}
ANSWER = {"answer": "谢谢您，下月起实行"}


def test_adopted_becomes_an_improvement(cast, register, walk, waiting, now):
    case = register("suggestion", now, words="大堂放个雨伞架")
    case = walk(case, now, (cast.supervisor, "decide", YES), (cast.desk, "answer", ANSWER))
    assert (case.state, waiting(case)) == ("finished", ["improve"])
    done = {"measure": "大堂设伞架", "improver": cast.supervisor.pk, "improve_by": "2026-12-01"}
    assert walk(case, now, (cast.supervisor, "improve", done)).state == "closed"


def test_not_adopted_is_answered_with_the_reason(cast, register, walk, now):
    case = register("suggestion", now)
    with pytest.raises(Refused) as no:
        walk(case, now, (cast.supervisor, "decide", {"adopted": False}))
    assert no.value.field == "adopted_why"
    case = walk(case, now, (cast.supervisor, "decide", NO), (cast.desk, "answer", ANSWER))
    assert case.state == "closed"


def test_the_desk_does_not_decide(cast, register, walk, now):
    with pytest.raises(Forbidden):
        walk(register("suggestion", now), now, (cast.desk, "decide", YES))


def test_only_the_answer_replies_and_the_decider_is_told(cast, register, walk, clock, told, now):
    case = register("suggestion", now)
    assert told(cast.supervisor) == [("case.step", False)]
    walk(case, now, (cast.supervisor, "decide", NO))
    assert clock(case, "reply").state == "running"
    assert told(cast.desk) == [("case.step", False)]
    walk(case, now, (cast.desk, "answer", ANSWER))
    assert clock(case, "reply").state == "met"
