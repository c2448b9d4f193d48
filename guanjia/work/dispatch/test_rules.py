from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from guanjia.work.dispatch import rules
from guanjia.work.dispatch.rules import Candidate, Progress

TEN = datetime(2026, 11, 18, 10, tzinfo=UTC)


def minutes(n):
    return TEN + timedelta(minutes=n)


@pytest.mark.parametrize(
    ("done_at", "expected"),
    [(None, 30), (minutes(20), 20), (minutes(99), 30), (minutes(-5), 10)],
    ids=["unsaid", "as said", "in the future", "before the last change"],
)
def test_a_phone_is_believed_within_bounds(done_at, expected):
    assert rules.happened_at(done_at, now=minutes(30), last_change=minutes(10)) == minutes(expected)


def test_lines_are_rounded_once_to_the_fen():
    assert rules.line_amount(Decimal("1.5"), Decimal("0.33")) == Decimal("0.50")
    assert rules.total([Decimal("0.50"), Decimal("20.00")]) == Decimal("20.50")
    assert rules.total([]) == Decimal("0.00")


def test_a_pause_is_long_beyond_the_limit():
    assert not rules.is_long_pause(TEN, TEN + timedelta(hours=24), limit_hours=24)
    assert rules.is_long_pause(TEN, TEN + timedelta(hours=24, seconds=1), limit_hours=24)


def who(pk, **known):
    usual = {
        "on_duty": True,
        "skilled": True,
        "same_department": True,
        "knows_place": False,
        "load": 0,
        "cap": 8,
    }
    return Candidate(pk=pk, name=f"师傅{pk}", **{**usual, **known})


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"on_duty": False}),
        ({}, {"on_duty": None}),
        ({"skilled": True, "same_department": False}, {"skilled": False}),
        ({"load": 1}, {"load": 4}),
        ({"knows_place": True}, {}),
        ({"skilled": False}, {"load": 8}),
        ({"on_duty": False}, {"refused": True}),
    ],
)
def test_who_fits_better(better, worse):
    ranked = rules.suggest([who(1, **worse), who(2, **better)])
    assert [each.candidate.pk for each in ranked] == [2, 1]


def test_equals_stay_in_one_order():
    assert rules.suggest([who(2), who(1)]) == rules.suggest([who(1), who(2)])


def test_the_program_sends_nobody_who_is_off_full_or_unwilling():
    assert who(1).may_be_sent
    for unfit in ({"on_duty": False}, {"skilled": False}, {"load": 8}, {"refused": True}):
        assert not who(1, **unfit).may_be_sent


def test_the_next_thing_of_an_order():
    steps = [
        (Progress("assigned"), "accept"),
        (Progress("accepted"), "set_out"),
        (Progress("on_the_way"), "arrive"),
        (Progress("arrived"), "photo_before"),
        (Progress("arrived", has_before=True), "photo_after"),
        (Progress("arrived", has_before=True, has_after=True), "complete"),
        (Progress("arrived", needs_photos=False), "complete"),
        (Progress("paused"), "resume"),
        (Progress("done"), None),
    ]
    assert [rules.next_thing(at) for at, _ in steps] == [expected for _, expected in steps]
