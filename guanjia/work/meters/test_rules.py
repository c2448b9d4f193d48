"""The arithmetic of readings: a start adds nothing, parts add up to the whole, nothing is counted twice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.work.meters.rules import (
    BACKWARDS,
    JUMP,
    Judged,
    MeterUsage,
    Point,
    Reason,
    Usage,
    estimate,
    judge,
    yardstick,
)

DAY = date(2026, 1, 1)
USUAL = Decimal("0.5")


def judged(*values, sure=(), rolled=(), days=30, usual=USUAL, dial=6):
    points = [
        Point(DAY + timedelta(days=days * at), Decimal(value), at in sure or at in rolled, at in rolled)
        for at, value in enumerate(values)
    ]
    return list(judge(points, dial=dial, usual=usual, times=3))


def test_a_first_reading_is_a_start_and_adds_nothing():
    assert [each.used for each in judged(35210, 35222)] == [0, 12]


def test_a_reading_below_the_last_adds_nothing_until_somebody_says_why():
    _start, fell, after = judged(100, 90, 112)
    assert (fell.doubt, fell.used) == (BACKWARDS, 0)
    assert (after.doubt, after.used) == ("", 12)


def test_a_dial_that_passed_its_end_counts_on():
    assert judged(9990, 8, rolled={1}, dial=4)[1].used == 18


def test_a_meter_that_was_read_too_high_adds_nothing_until_it_has_caught_up():
    used = [each.used for each in judged(100, 115, 110, 118, sure={2})]
    assert used == [0, 15, 0, 3], "118 - 100 in the end, not one unit twice"


def test_three_times_the_mean_is_a_jump():
    assert judged(0, 10, 20, 50)[3].doubt == ""
    assert judged(0, 10, 20, 51)[3].doubt == JUMP


def test_a_meter_without_history_is_measured_by_an_ordinary_home():
    assert judged(0, 45)[1].doubt == ""
    assert judged(0, 35210)[1].doubt == JUMP, "a start of nought typed for an old meter"


def test_a_missed_month_is_no_jump():
    points = [Point(DAY, Decimal(0)), Point(DAY + timedelta(days=30), Decimal(10))]
    points.append(Point(DAY + timedelta(days=150), Decimal(52)))
    assert not [each.doubt for each in judge(points, dial=6, usual=USUAL, times=3) if each.doubt]


def test_an_idle_home_may_use_a_little_again():
    assert judged(5, 5, 5, 8)[3].doubt == ""
    assert judged(5, 5, 5, 30)[3].doubt == JUMP


def test_what_was_billed_is_not_judged_again():
    """A parameter made stricter, or a default changed, leaves the billed past alone."""
    start, billed = Point(DAY, Decimal(0)), Point(DAY + timedelta(days=30), Decimal(400))
    settled = Judged(Decimal(400), Decimal(400))
    after = Point(DAY + timedelta(days=60), Decimal(410))
    found = list(judge([start, replace(billed, settled=settled), after], dial=6, usual=USUAL, times=3))
    assert [each.used for each in found] == [0, 400, 10]
    assert not any(each.doubt for each in found)


readings = st.lists(
    st.tuples(st.integers(1, 90), st.decimals(0, 99999, places=3), st.booleans()), min_size=1, max_size=25
)


@given(readings)
def test_whatever_is_read_the_parts_add_up_to_the_whole(read):
    day, points = DAY, []
    for days, value, sure in read:
        day += timedelta(days=days)
        points.append(Point(day, value, sure))
    found = list(judge(points, dial=6, usual=USUAL, times=3))
    assert all(each.used >= 0 for each in found)
    assert sum(each.used for each in found) == found[-1].mark - points[0].value
    assert found[-1].mark == max(
        [points[0].value, *(p.value for p, f in zip(points, found, strict=True) if p.sure or not f.doubt)]
    )


@given(st.lists(st.decimals(0, 9999, places=3), min_size=2, max_size=20))
def test_a_rolling_dial_counts_every_turn(values):
    points = [Point(DAY + timedelta(days=at), value, True, True) for at, value in enumerate(values)]
    total = sum(each.used for each in judge(points, dial=4, usual=USUAL, times=3))
    turns = sum(after < before for before, after in pairwise(values))
    assert total == values[-1] - values[0] + turns * 10000


@given(st.decimals(0, 99999, places=3), st.lists(st.tuples(st.decimals(0, 99, places=3), st.integers(1, 60))))
def test_an_estimate_never_falls_and_raises_no_doubt(mark, history):
    value = estimate(mark, yardstick(history, USUAL), 30)
    assert value >= mark
    assert value - mark <= 3 * yardstick(history, USUAL) * 30


def part(used=0, reason="", number="A"):
    return MeterUsage(1, number, used=Decimal(used), reason=reason, readings=(7,))


@pytest.mark.parametrize(
    ("parts", "reason", "amount"),
    [
        ((), Reason.NO_METER, None),
        ((part(3), part(4)), "", 7),
        ((part(3), part(reason=Reason.FIRST_ONLY)), "", 3),
        ((part(reason=Reason.FIRST_ONLY),), Reason.FIRST_ONLY, None),
        ((part(3), part(reason=Reason.NO_READING)), Reason.NO_READING, None),
        ((part(reason=Reason.NO_READING), part(reason=Reason.UNCONFIRMED)), Reason.UNCONFIRMED, None),
    ],
)
def test_a_home_is_billed_only_when_all_its_meters_are_known(parts, reason, amount):
    found = Usage(parts)
    assert (found.reason, found.amount) == (reason, amount)
