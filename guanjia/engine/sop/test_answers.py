"""What may be filled in, and what is said when it may not."""

import pytest

from guanjia.engine.sop.answers import MISSING, NOT_OFFERED, TOO_FEW, UNREADABLE, clean
from guanjia.engine.sop.duration import Limit, hours, workdays
from guanjia.engine.sop.fields import (
    Paper,
    choice,
    date,
    lines,
    moment,
    money,
    number,
    person,
    photos,
    several,
    text,
    tick,
    yes_no,
)  # fmt: skip

WHO = choice("kind", "类型", {"home": "入户", "public": "公区"})


def answers(*fields, facts=None, attached=None, **raw):
    return clean(fields, raw, facts=facts or {}, attached=attached or {})


def test_answers_become_json():
    given, problems = answers(
        WHO, number("n", "数"), money("fee", "费"), date("day", "日"), moment("when", "时"), tick("ok", "好"),
        yes_no("sure", "定"), person("who", "谁"), several("all", "多", {"a": "甲", "b": "乙"}),
        kind="home", n="3", fee="12.5", day="2026-11-21", when="2026-11-21T10:00:00+08:00", sure="false",
        who="7", all=["a", "b"],
    )  # fmt: skip
    assert problems == {}
    assert given == {
        "kind": "home", "n": 3, "fee": "12.50", "day": "2026-11-21", "when": "2026-11-21T10:00:00+08:00",
        "ok": False, "sure": False, "who": 7, "all": ["a", "b"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        (text("a", "甲"), "", MISSING),
        (number("a", "甲"), "three", UNREADABLE),
        (number("a", "甲"), "nan", UNREADABLE),
        (number("a", "甲"), "1e400000000", UNREADABLE),
        (money("a", "甲"), "1e20", UNREADABLE),
        (money("a", "甲"), "1.005", UNREADABLE),
        (date("a", "甲"), "昨天", UNREADABLE),
        (date("a", "甲"), "9999-12-31", UNREADABLE),
        (moment("a", "甲"), "2026-11-21T10:00:00", UNREADABLE),
        (choice("a", "甲", {"x": "叉"}), "y", NOT_OFFERED),
        (yes_no("a", "甲"), "maybe", UNREADABLE),
        (lines("a", "甲"), [{"name": "阀门", "quantity": 0, "price": 1}], UNREADABLE),
        (lines("a", "甲"), ["阀门"], UNREADABLE),
        (lines("a", "甲"), [{"name": "阀门", "quantity": "1e400", "price": 1}], UNREADABLE),
    ],
)
def test_what_is_wrong_is_named(field, value, problem):
    assert answers(field, a=value)[1] == {"a": problem}


def test_only_what_is_shown_is_asked():
    why = text("why", "原因", shown_if=("valid", (False,)))
    fields = (yes_no("valid", "成立"), why)
    assert answers(*fields, valid=True) == ({"valid": True}, {})
    assert answers(*fields, valid=False)[1] == {"why": MISSING}
    assert answers(why, facts={"valid": False})[1] == {"why": MISSING}
    assert answers(*fields, valid=True, why="不算")[0] == {"valid": True}


def test_demanded_photos_are_counted():
    assert answers(photos("after", "照片", least=2), attached={"after": 1})[1] == {"after": TOO_FEW}
    assert answers(photos("after", "照片", least=2), attached={"after": 2}) == ({}, {})


def test_a_paper_has_each_field_once():
    with pytest.raises(ValueError, match="written twice"):
        Paper("N", "纸", [text("a", "甲"), text("a", "乙")])


def test_limits_go_to_json_and_back():
    for limit in (hours(2), hours(2, calendar="service"), workdays(3)):
        assert Limit.from_json(limit.as_json()) == limit
    assert workdays(3).for_clock() == {"workdays": 3}
    assert hours(2, calendar="service").for_clock() == {"seconds": 7200, "calendar": "service"}
    with pytest.raises(ValueError, match="workdays"):
        Limit(1, "workdays", "always")
    with pytest.raises(ValueError, match="negative"):
        Limit(-1, "hours")
