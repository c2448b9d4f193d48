"""Working time against an oracle that asks the wall clock second by second."""

import csv
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guanjia.engine.clock.holidays import cn_overrides
from guanjia.engine.clock.rules import ALWAYS, DAY, CalendarSpec, Override, Span, Timetable, whole

HOUR = 3600
OFFICE = (Span(9 * HOUR, 12 * HOUR), Span(13 * HOUR, 18 * HOUR))
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
WORKDAYS = ("2018-2026", SHARED / "cn_workdays_2018-2026.csv")


def calendar(zone="Asia/Shanghai", weekly=(*[OFFICE] * 5, (), ()), overrides=None) -> Timetable:
    return Timetable(CalendarSpec(zone, weekly, overrides or {}))


def worked(spec: CalendarSpec, t: datetime) -> bool:
    """What the wall says: is its time inside a span that began today or yesterday?"""
    wall = t.astimezone(ZoneInfo(spec.zone)).replace(tzinfo=None)
    for day in (wall.date() - timedelta(days=1), wall.date()):
        since = int((wall - datetime.combine(day, datetime.min.time())).total_seconds())
        if any(span.start <= since < span.end for span in spec.spans_on(day)):
            return True
    return False


# Days with clock changes, leap days, the Chinese New Year with its make-up days, and plain ones.
DAYS = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Shanghai", date(2028, 2, 29)),
    ("Asia/Shanghai", date(2026, 2, 14)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
]


@st.composite
def spans(draw) -> tuple[Span, ...]:
    starts = draw(st.lists(st.integers(0, DAY - 1), max_size=3, unique=True))
    return tuple(sorted(Span(s, min(s + draw(st.integers(1, DAY)), s + DAY)) for s in starts))


@st.composite
def timetables(draw) -> tuple[Timetable, datetime]:
    zone, day = draw(st.sampled_from(DAYS))
    weekly = tuple(draw(spans()) for _ in range(7))
    assume(sum(span.end - span.start for day_ in weekly for span in day_) >= HOUR)  # else decades pass
    overrides = {}
    for offset in draw(st.lists(st.integers(-2, 3), max_size=3, unique=True)):
        kind = draw(st.sampled_from(["off", "work", "all", "hours"]))
        hours = draw(spans()) if kind == "hours" else ()
        assume(kind != "hours" or hours)
        overrides[day + timedelta(days=offset)] = Override(kind, hours)
    noon = datetime.combine(day, datetime.min.time(), UTC)
    return _compiled(zone, weekly, tuple(overrides.items())), noon


@lru_cache(maxsize=64)
def _compiled(zone, weekly, overrides) -> Timetable:
    return Timetable(CalendarSpec(zone, weekly, dict(overrides)))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(timetables(), st.integers(-DAY, DAY), st.integers(0, 3 * HOUR))
def test_between_counts_what_the_wall_shows(case, offset, length):
    table, day = case
    start = day + timedelta(seconds=offset)
    seconds = [start + timedelta(seconds=i) for i in range(0, length, 61)]
    counted = [table.between(t, t + timedelta(seconds=1)) for t in seconds]
    assert counted == [int(worked(table.spec, t)) for t in seconds]


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_a_whole_odd_day_second_by_second(zone, day):
    night = (Span(22 * HOUR, 30 * HOUR), Span(8 * HOUR + 61, 12 * HOUR))
    table = calendar(zone, (night,) * 7)
    start = datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=14)
    count = sum(worked(table.spec, start + timedelta(seconds=i)) for i in range(40 * HOUR))
    assert table.between(start, start + timedelta(hours=40)) == count


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(timetables(), st.integers(-3 * DAY, 3 * DAY), st.integers(0, 40 * DAY))
def test_add_and_between_are_each_others_inverse(case, offset, seconds):
    table, day = case
    start = day + timedelta(seconds=offset)
    due = table.add(start, seconds)
    assert table.between(start, due) == seconds
    assert seconds == 0 or worked(table.spec, due - timedelta(seconds=1))  # the earliest such moment
    since = table.back(due, seconds)
    assert since >= start
    assert table.between(since, due) == seconds


@given(
    timetables(),
    st.integers(0, 3 * DAY),
    st.integers(0, 3 * DAY),
    st.integers(0, 9 * DAY),
    st.integers(0, DAY),
)
def test_add_is_monotone_and_adds_up(case, a, b, seconds, more):
    table, day = case
    first, second = sorted((day + timedelta(seconds=a), day + timedelta(seconds=b)))
    assert table.add(first, seconds) <= table.add(second, seconds)
    assert table.add(first, seconds) <= table.add(first, seconds + more)
    assert table.add(table.add(first, seconds), more) == table.add(first, seconds + more)


def test_friday_afternoon_plus_a_workday_is_monday_afternoon(at):
    assert calendar().add(at("周五 16:00"), calendar().day_seconds) == at("下周一 16:00")
    assert calendar().add(at("周五 20:00"), HOUR) == at("下周一 10:00")
    assert calendar().add(at("周三 11:30"), HOUR) == at("周三 13:30")


def test_a_make_up_workday_has_the_usual_hours(at):
    table = calendar(overrides={date(2026, 11, 21): Override("work"), date(2026, 11, 23): Override("off")})
    assert table.add(at("周五 17:00"), 2 * HOUR) == at("周六 10:00")
    assert table.add(at("周六 17:00"), 2 * HOUR) == at("下周二 10:00")


def test_a_night_shift_belongs_to_the_day_it_begins(at):
    table = calendar(
        weekly=((Span(22 * HOUR, 30 * HOUR),),) * 7, overrides={date(2026, 11, 18): Override("off")}
    )
    assert table.between(at("周三 00:00"), at("周四 00:00")) == 6 * HOUR


def test_round_the_clock(at):
    everyday = calendar(weekly=((Span(0, DAY),),) * 7)
    for table in (ALWAYS, everyday):
        assert table.add(at("周五 16:00"), 5 * DAY) == at("下周三 16:00")
        assert table.back(at("下周三 16:00"), 5 * DAY) == at("周五 16:00")


def test_decades_ahead_and_nonsense(at):
    assert (
        calendar().between(at("周一"), calendar().add(at("周一"), 20 * 250 * 8 * HOUR)) == 20 * 250 * 8 * HOUR
    )
    never_again = Timetable(CalendarSpec("UTC", ((Span(0, 1),), *[()] * 6)))
    with pytest.raises(ValueError, match="not worked enough"):
        never_again.add(at("周一"), 10**6)
    for wrong in ({"weekly": [[]] * 7}, {"weekly": [[[5, 4]]] * 7}, {"weekly": [[[0, 1]]] * 6}):
        with pytest.raises(ValueError):
            CalendarSpec.from_json("UTC", wrong)
    with pytest.raises(ValueError, match="no time zone"):
        whole(datetime(2026, 1, 1))


def test_a_calendar_survives_being_written_down():
    spec = CalendarSpec("Asia/Shanghai", (*[OFFICE] * 5, (), ()), cn_overrides(2026))
    assert CalendarSpec.from_json("Asia/Shanghai", spec.as_json()) == spec


def test_public_holidays_agree_with_the_published_calendar():
    span, path = WORKDAYS
    if not path.exists():
        pytest.skip(f"{path} is not here")
    first, last = map(int, span.split("-"))
    overrides = {day: o for year in range(first, last + 1) for day, o in cn_overrides(year).items()}
    table = calendar(overrides=overrides)
    with path.open() as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            assert bool(table.spec.spans_on(day)) == (row["is_workday"] == "1"), day


def test_next_years_holidays_may_not_be_known_yet():
    with pytest.raises(LookupError):
        cn_overrides(2090)
