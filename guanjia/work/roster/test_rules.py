from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from guanjia.work.roster import rules

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 18)


def test_a_night_shift_ends_the_next_day():
    start, end = rules.span(DAY, time(22), time(6), SHANGHAI)
    assert (start.day, end.day, end - start) == (18, 19, timedelta(hours=8))


def test_until_midnight_is_until_the_next_day_begins():
    start, end = rules.span(DAY, time(16), time(0), SHANGHAI)
    assert end - start == timedelta(hours=8)


def test_months():
    assert len(rules.days_of(DAY)) == 30
    assert rules.month_before(date(2026, 1, 5)) == date(2025, 12, 1)
    assert rules.month_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert rules.parse_month("2026-02", today=DAY) == date(2026, 2, 1)
    assert rules.parse_month("soon", today=DAY) == date(2026, 11, 1)


def test_the_second_tuesday_is_copied_to_the_second_tuesday():
    assert rules.same_weekday(date(2026, 10, 13), date(2026, 11, 1)) == date(2026, 11, 10)


def test_a_fifth_week_that_is_not_there_is_left_out():
    assert rules.same_weekday(date(2026, 10, 31), date(2026, 11, 1)) is None
