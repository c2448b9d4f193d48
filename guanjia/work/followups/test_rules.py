"""Times of day, samples, and when a customer counts as not reached."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from guanjia.work.followups import rules
from guanjia.work.followups.rules import Band

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(clock: str, day: int = 18) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("clock", "band"),
    [
        ("0:00", Band.MORNING), ("11:59", Band.MORNING), ("12:00", Band.AFTERNOON), ("17:59", Band.AFTERNOON),
        ("18:00", Band.EVENING), ("23:59", Band.EVENING),
    ],
)  # fmt: skip
def test_a_day_has_three_times(clock, band):
    assert rules.band_of(local(clock)) == band


def test_three_calls_at_different_times_of_day_are_enough():
    assert rules.is_worn_out([local("9:00"), local("14:00"), local("19:00")], attempts=3)


def test_three_calls_on_three_mornings_are_not():
    mornings = [local("9:00", day) for day in (16, 17, 18)]
    assert not rules.is_worn_out(mornings, attempts=3)
    assert rules.bands_left(mornings) == [Band.AFTERNOON, Band.EVENING]


def test_two_calls_are_not_and_a_rule_of_two_needs_two_times():
    two = [local("9:00"), local("14:00")]
    assert not rules.is_worn_out(two, attempts=3)
    assert rules.is_worn_out(two, attempts=2)
    assert not rules.is_worn_out([local("9:00"), local("10:00")], attempts=2)


def test_more_calls_than_times_of_day_need_every_time():
    calls = [local("9:00"), local("10:00"), local("14:00"), local("19:00")]
    assert rules.is_worn_out(calls, attempts=4)
    assert not rules.is_worn_out([*calls[:3], local("15:00")], attempts=4)


@pytest.mark.parametrize(
    ("called", "failed", "again"),
    [
        ("9:30", ["9:30"], local("14:00")),
        ("14:30", ["9:30", "14:30"], local("18:30")),
        ("19:00", ["19:00"], local("9:00", 19)),
        ("19:00", ["14:00", "19:00"], local("9:00", 19)),
        ("19:30", ["9:00", "14:00", "19:30"], local("9:00", 19)),
    ],
)
def test_the_next_call_is_at_a_time_not_tried_yet(called, failed, again):
    assert rules.next_call(local(called), [local(clock) for clock in failed]) == again


def test_a_sample_is_the_same_however_often_drawn_and_of_the_right_size():
    drawn = [rules.is_sampled(case_id=n, cycle=1, share=30) for n in range(10_000)]
    assert drawn == [rules.is_sampled(case_id=n, cycle=1, share=30) for n in range(10_000)]
    assert 2_800 < sum(drawn) < 3_200


def test_none_all_and_larger_samples_contain_smaller_ones():
    for n in range(500):
        assert not rules.is_sampled(case_id=n, cycle=1, share=0)
        assert rules.is_sampled(case_id=n, cycle=1, share=100)
        assert rules.is_sampled(case_id=n, cycle=2, share=40) >= rules.is_sampled(
            case_id=n, cycle=2, share=20
        )
