from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.kernel import money
from guanjia.kernel.money import Rounding


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rounding.TO_FEN, "12.35"),
        (Rounding.TO_JIAO, "12.30"),
        (Rounding.TO_YUAN, "12.00"),
        (Rounding.DROP_FEN, "12.30"),
        (Rounding.DROP_JIAO, "12.00"),
    ],
)
def test_named_rules(rule, expected):
    assert str(money.rounded(Decimal("12.345"), rule)) == expected


def test_shown():
    assert money.show(Decimal("1234.5")) == "¥1,234.50"
    assert money.show(Decimal("-3")) == "-¥3.00"


@pytest.mark.parametrize("text", ["", "abc", "1.234", "NaN", "Infinity"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        money.read(text)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_is_shown_is_read_again(amount):
    assert money.read(money.show(amount)) == amount
