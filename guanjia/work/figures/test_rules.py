"""Shares, stars, periods and tallies, computed by hand."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from guanjia.work.figures import rules
from guanjia.work.figures.rules import Share

NOON = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_share_has_one_decimal_rounded_half_up():
    assert Share(1, 3).percent == Decimal("33.3")
    assert Share(1, 16).percent == Decimal("6.3")
    assert Share(7, 8).percent == Decimal("87.5")
    assert Share(0, 5).percent == Decimal("0.0")


def test_nothing_divided_by_nothing_is_no_number():
    assert Share().percent is None
    assert Share(1, 2) + Share(2, 2) == Share(3, 4)


def test_four_and_five_stars_are_content():
    stars = [(5, 6), (4, 2), (3, 1), (1, 1)]
    assert rules.contentment(stars) == Share(8, 10)
    assert rules.mean_stars(stars) == Decimal("4.20")
    assert rules.mean_stars([]) is None


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", date(2026, 11, 18), date(2026, 11, 18)),
        ("week", date(2026, 11, 16), date(2026, 11, 18)),
        ("month", date(2026, 11, 1), date(2026, 11, 18)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 11, 18)),
    ],
)
def test_periods_are_whole_local_days(name, first, last):
    found = rules.period(name, local=NOON)
    assert (found.first_day, found.last_day) == (first, last)
    assert found.since.hour == found.until.hour == 0
    assert len(found.days) == (last - first).days + 1


def test_a_period_of_ones_own_is_at_most_a_year_and_the_right_way_round():
    day = date(2026, 3, 1)
    assert rules.period("custom", local=NOON, first=day, last=day).days == [day]
    for first, last in ((None, day), (day, None), (date(2026, 3, 2), day), (date(2025, 1, 1), day)):
        with pytest.raises(ValueError, match="custom period"):
            rules.period("custom", local=NOON, first=first, last=last)
    with pytest.raises(ValueError, match="no such period"):
        rules.period("decade", local=NOON)


def row(**changes):
    plain = {"state": "open", "handler_id": 1, "n": 1, "late": 0, "soon": 0, "unassigned": 0, "oldest": NOON}
    return plain | {f"age{band}": 0 for band in range(5)} | changes


def test_a_tally_tells_work_from_waiting_and_finds_the_oldest():
    earlier = NOON.replace(hour=3)
    rows = [
        row(n=3, late=1, age0=2, age4=1, handler_id=None, unassigned=3, oldest=earlier), row(n=2, soon=2, age1=2),
        row(state="finished", n=4, late=1, handler_id=None, age0=4, oldest=NOON.replace(hour=1)),
        {"handler_id": None, "waiting": 4},
    ]  # fmt: skip
    found = rules.tally(rows)
    assert (found.open, found.waiting, found.all) == (5, 4, 9)
    assert (found.late, found.soon, found.unassigned) == (2, 2, 3)
    assert found.ages == (6, 2, 0, 0, 1)
    assert found.oldest == earlier
    assert {key: one.all for key, one in rules.tally_by(rows, "handler_id").items()} == {None: 7, 1: 2}
