"""Money: CNY in Decimal with two places, rounded once, by a named rule."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum

FEN = Decimal("0.01")


class Rounding(Enum):
    """How an amount becomes payable: (smallest step in yuan, direction)."""

    TO_FEN = (FEN, ROUND_HALF_UP)
    TO_JIAO = (Decimal("0.1"), ROUND_HALF_UP)
    TO_YUAN = (Decimal(1), ROUND_HALF_UP)
    DROP_FEN = (Decimal("0.1"), ROUND_DOWN)
    DROP_JIAO = (Decimal(1), ROUND_DOWN)


def rounded(amount: Decimal, rule: Rounding = Rounding.TO_FEN) -> Decimal:
    """The amount under the rule, always with two places."""
    step, direction = rule.value
    return amount.quantize(step, rounding=direction).quantize(FEN)


def read(text: str | int | Decimal) -> Decimal:
    """`¥1,234.50`, `1234.5元`, `-3`. More than two places are an error, not something to round. Raises ValueError."""
    plain = re.sub(r"[¥￥,，\s元]", "", str(text))
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"not an amount: {text!r}") from None
    if not amount.is_finite() or amount != amount.quantize(FEN):
        raise ValueError(f"not an amount: {text!r}")
    return amount.quantize(FEN)


def show(amount: Decimal) -> str:
    """`¥1,234.50`, `-¥3.00`."""
    return f"{'-' if amount < 0 else ''}¥{abs(rounded(amount)):,.2f}"
