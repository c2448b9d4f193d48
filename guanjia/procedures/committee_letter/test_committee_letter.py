"""Letters with the owners' committee as the manual tells them."""

import pytest

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import actions

LETTER = {"direction": "in", "letter_subject": "电梯故障频繁", "letter_on": "2026-11-17"}
SENT = {"our_number": "阳物函〔2026〕12号", "sent_on": "2026-11-18"}
OK = {"decision": "approved"}


@pytest.fixture
def ask(register, now):
    return lambda **more: register(
        "committee_letter", now, answers={**LETTER, **more}, words="业委会来函", unit=None
    )


@pytest.fixture
def do(acting, signed, now):
    def do(case, person, step, answers, *pictures):
        with acting(person):
            return actions.complete_step(
                actor=person, now=now, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


def test_theirs_is_answered_within_seven_workdays(cast, ask, do, walk, clock, at, now):
    with pytest.raises(Refused, match="不能晚于今天"):
        ask(letter_on="2026-11-19")
    case = ask()
    assert clock(case, "finish").due_at == at("2026-11-27 10:00")
    with pytest.raises(Refused, match="来函照片"):
        do(case, cast.desk, "file", {})
    do(case, cast.desk, "file", {}, "letter_photos")
    case = do(case, cast.supervisor, "draft", {"draft": "已安排检修"})
    with pytest.raises(Forbidden):
        do(case, cast.supervisor, "approve", OK)
    do(case, cast.manager, "approve", {"decision": "back", "decision_why": "写明期限"})
    do(case, cast.supervisor, "draft", {"draft": "11月底前完成"})
    do(case, cast.manager, "approve", OK)
    with pytest.raises(Refused, match="早于来函"):
        do(case, cast.desk, "send", {**SENT, "sent_on": "2026-11-16"}, "sent_photos")
    assert do(case, cast.desk, "send", SENT, "sent_photos").state == "closed"


def test_ours_is_followed_up_until_they_answer(cast, ask, do, waiting, due, at):
    case = ask(direction="out", letter_subject="公共收益使用")
    assert waiting(case) == ["draft"]
    do(case, cast.supervisor, "draft", {"draft": "请确认收支"})
    do(case, cast.manager, "approve", OK)
    case = do(case, cast.desk, "send", SENT, "sent_photos")
    assert due(case, "answer") == at("2026-11-27 10:00")
    case = do(case, cast.desk, "answer", {"answered": False})
    case = do(case, cast.supervisor, "remind", {"reminded": "已电话催办主任"})
    with pytest.raises(Refused, match="答复日期"):
        do(case, cast.desk, "answer", {"answered": True})
    told = {"answered": True, "answered_on": "2026-11-18", "answer": "同意"}
    assert do(case, cast.desk, "answer", told).state == "closed"
