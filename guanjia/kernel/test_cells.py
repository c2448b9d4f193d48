from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.kernel import cells
from guanjia.kernel.cells import Read

AUGUST = date(2017, 8, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "2017-08-31",
        "2017.8.31",
        "2017/8/31",
        "2017年8月31日",
        "20170831",
        20170831.0,
        42978.0,
        "42978",
        "17.8.31",
        "2017 8 31",
        "２０１７．８．３１",
        "二〇一七年八月三十一日",
        "2017-08-31 00:00:00",
        AUGUST,
        datetime(2017, 8, 31, 9, 30),
        "2017年8月31号",
    ],
)
def test_a_day_in_many_spellings(cell):
    assert cells.day(cell) == Read(AUGUST)


@pytest.mark.parametrize(
    ("cell", "value", "trouble"),
    [
        ("2025.2.30", date(2025, 2, 28), "date_no_such_day"),
        ("2017-04", date(2017, 4, 1), "date_month_only"),
        ("2017.13.1", None, "date_unreadable"),
        ("待定", None, "date_unreadable"),
        ("无", None, ""),
        ("", None, ""),
    ],
)
def test_doubtful_days(cell, value, trouble):
    assert cells.day(cell) == Read(value, trouble)


@pytest.mark.parametrize(
    "cell",
    [
        "2024.3.1-2027.3.30",
        "2024-03-01至2027-03-30",
        "2024-03-01-2027-03-30",
        "20240301-20270330",
        "2024/3/1~2027/3/30",
        "2024年3月1日—2027年3月30日",
        "2024.3.1 - 2027.3.30",
        "2024-3-1 到 2027-3-30",
    ],
)
def test_a_lease_in_one_cell(cell):
    assert cells.term(cell) == Read((date(2024, 3, 1), date(2027, 3, 30)))


@pytest.mark.parametrize(
    ("cell", "value", "trouble"),
    [
        ("2024年3月1日到长期", (date(2024, 3, 1), None), ""),
        ("三年", (None, None), "term_unreadable"),
        ("2027.1.1-2024.1.1", (None, None), "term_backwards"),
        ("2024.2.1-2025.2.30", (date(2024, 2, 1), date(2025, 2, 28)), "date_no_such_day"),
    ],
)
def test_doubtful_leases(cell, value, trouble):
    assert cells.term(cell) == Read(value, trouble)


@pytest.mark.parametrize(
    ("cell", "square"),
    [("104.82㎡", "104.82"), ("58.6 平方", "58.60"), (89.5, "89.50"), ("1,204.5平方米", "1204.50")],
)
def test_areas(cell, square):
    assert cells.area(cell) == Read(Decimal(square))


@pytest.mark.parametrize("cell", ["约九十", "0", "-3", "大"])
def test_no_areas(cell):
    assert cells.area(cell).trouble == "area_unreadable"


@pytest.mark.parametrize(
    ("cell", "people"), [("3人", 3), (3.0, 3), ("2+1", 3), ("2大1小", 3), ("三口", 3), ("", None)]
)
def test_counts(cell, people):
    assert cells.count(cell) == Read(people)


def test_ticks():
    assert [cells.tick(c).value for c in ("√", "已签", "未签", "", True)] == [True, True, False, None, True]
    assert cells.tick("大概").trouble == "tick_unreadable"


@given(
    st.dates(date(1970, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%y/%m/%d"]),
)
def test_written_days_are_read_again(day, spelling):
    assert cells.day(day.strftime(spelling)) == Read(day)


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    for reader in (cells.day, cells.term, cells.area, cells.count, cells.tick):
        reader(text)
