"""Periods and amounts in cells."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.work.arrears.rules import Unreadable, amount, period


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2026-01", "2026-01-01", "2026-01-31"),
        (202602.0, "2026-02-01", "2026-02-28"),
        ("2026年1月", "2026-01-01", "2026-01-31"),
        ("2026.1-2026.3", "2026-01-01", "2026-03-31"),
        ("2026年1-3月", "2026-01-01", "2026-03-31"),
        ("2025年", "2025-01-01", "2025-12-31"),
        (date(2024, 2, 9), "2024-02-01", "2024-02-29"),
    ],
)
def test_periods(cell, first, last):
    assert tuple(map(str, period(cell))) == (first, last)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("上个月", "period_unreadable"),
        ("2026-13", "period_unreadable"),
        ("2026.3-2026.1", "period_backwards"),
    ],
)
def test_no_periods(cell, code):
    with pytest.raises(Unreadable) as no:
        period(cell)
    assert no.value.code == code


def test_what_a_spreadsheet_adds_is_no_fault():
    assert amount(100.1 + 0.2) == Decimal("100.30")


@given(st.decimals(Decimal("0.01"), Decimal("99999999"), places=2))
def test_amounts_as_floats_and_as_words(value):
    assert amount(float(value)) == amount(f"¥{value:,}元") == value


@given(st.text(max_size=20))
def test_no_text_breaks_it(text):
    for reader in (amount, period):
        try:
            reader(text)
        except Unreadable:
            continue
