"""How values are written."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from guanjia.engine.ui import icons, shown

NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("1234.5"), "¥1,234.50"), (Decimal("-3"), "-¥3.00"), (None, ""), (Decimal(0), "¥0.00")],
)
def test_money(value, text):
    assert shown.money(value) == text


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13905710001", "139****0001"),
        ("0571-88001234", "0571-****1234"),
        ("110", "*10"),
        ("", ""),
        (None, ""),
    ],
)
def test_phones_are_masked(number, masked):
    assert shown.masked_phone(number) == masked


def test_moments_are_local():
    assert shown.when(NOW) == "2026-11-21 14:05"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=5), "刚刚"),
        (timedelta(minutes=3), "3 分钟前"),
        (timedelta(hours=2), "12:05"),
        (timedelta(hours=20), "昨天 18:05"),
        (timedelta(days=5), "11-16 14:05"),
        (timedelta(days=400), "2025-10-17"),
    ],
)
def test_ago(before, text):
    assert shown.ago(NOW - before, NOW) == text


def test_a_clock_says_in_words_what_its_colour_says():
    due = NOW + timedelta(minutes=10)
    assert (shown.zone(due, None, NOW), shown.left(due, NOW)) == ("near", "还剩 10 分")
    late = NOW - timedelta(hours=2, minutes=5)
    assert (shown.zone(late, None, NOW), shown.left(late, NOW)) == ("late", "超时 2 小时 05 分")
    assert shown.zone(NOW + timedelta(days=3), None, NOW) == "far"
    assert shown.zone(due, NOW - timedelta(minutes=1), NOW, "met") == "met"
    assert shown.countdown(late, NOW, "met") == "按时"


def test_in_english():
    with translation.override("en"):
        assert shown.left(NOW - timedelta(hours=2, minutes=5), NOW) == "2 h 05 min late"


def test_icons_are_inline_and_unknown_ones_are_empty():
    assert "<path" in icons.icon("phone")
    assert "<path" not in icons.icon("no-such-icon")


def test_every_icon_of_the_frame_exists():
    for name in (
        "bell",
        "keyboard",
        "logout",
        "search",
        "x",
        "chevron-down",
        "wifi-off",
        "inbox",
        "columns-3",
    ):
        assert icons.exists(name), name


def test_a_query_string_keeps_the_rest(rf):
    request = rf.get("/?state=a&state=b&sort=x&after=9")
    text = Template("{% query sort='y' after=None %}").render(Context({"request": request}))
    assert text.replace("&amp;", "&") == "?state=a&state=b&sort=y"
