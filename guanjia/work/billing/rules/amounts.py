"""What a bill comes to. Every sum is exact until it is rounded, once, by the tariff's rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from guanjia.kernel.money import FEN, Rounding, rounded

ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a period under one price and one reduction (percent): so many months' worth."""

    months: Fraction
    price: Decimal
    reduction: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """阶梯: the price of what lies at or below `up_to` (None: of everything above)."""

    up_to: Decimal | None
    price: Decimal


def by_quantity(quantity: Decimal, pieces: Iterable[Piece], rounding: Rounding) -> Decimal:
    """Area (or one, or a number of spaces) × price × months, less reductions."""
    exact = sum(
        (Fraction(each.price) * each.months * Fraction(ALL - each.reduction) for each in pieces), Fraction()
    )
    return settle(Fraction(quantity) * exact / 100, rounding)


def whole(quantity: Decimal, price: Decimal, months: int, rounding: Rounding) -> Decimal:
    """The same for a whole period at one price without reductions."""
    return rounded(quantity * price * months, rounding)


def settle(exact: Fraction, rounding: Rounding) -> Decimal:
    """An exact sum as yuan."""
    return rounded(Decimal(exact.numerator) / Decimal(exact.denominator), rounding)


def check_steps(steps: Sequence[Step]) -> None:
    """Raises ValueError unless the limits grow, only the last is open, and no price is negative."""
    limits = [step.up_to for step in steps]
    if not steps or limits[-1] is not None or None in limits[:-1]:
        raise ValueError("the last step alone is open")
    known = [limit for limit in limits if limit is not None]
    if any(limit <= 0 for limit in known) or any(b <= a for a, b in pairwise(known)):
        raise ValueError("limits grow from above zero")
    if any(step.price < 0 for step in steps):
        raise ValueError("prices are not negative")


def by_steps(usage: Decimal, steps: Sequence[Step], months: int = 1) -> list[tuple[Decimal, Decimal]]:
    """(quantity, price) of each step reached. Limits are monthly ones, and grow with the months of the period."""
    found, below = [], Decimal(0)
    for step in steps:
        top = usage if step.up_to is None else min(usage, step.up_to * months)
        if top > below:
            found.append((top - below, step.price))
            below = top
    return found


def metered(
    usage: Decimal,
    steps: Sequence[Step],
    *,
    months: int = 1,
    reduction: Decimal = Decimal(0),
    rounding: Rounding = Rounding.TO_FEN,
) -> Decimal:
    """What a usage costs."""
    exact = sum(
        (Fraction(quantity) * Fraction(price) for quantity, price in by_steps(usage, steps, months)),
        Fraction(),
    )
    return settle(exact * Fraction(ALL - reduction) / 100, rounding)


def percentage(
    base: Decimal, percent: Decimal, *, reduction: Decimal = Decimal(0), rounding: Rounding
) -> Decimal:
    """So many percent of another amount."""
    return settle(Fraction(base) * Fraction(percent) * Fraction(ALL - reduction) / 10000, rounding)


def shares(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The total among the weights to the fen, by largest remainder: the parts add up to it exactly.

    Equal remainders go to the earlier. Raises ValueError when there is no weight, or a negative one.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    whole_weight = sum((Fraction(weight) for weight in weights), Fraction())
    if not whole_weight:
        raise ValueError("nothing to share among")
    fen = int(total / FEN)
    exact = [Fraction(weight) * fen / whole_weight for weight in weights]
    parts = [int(each) for each in exact]
    left = fen - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[:left]:
        parts[at] += 1
    return [part * FEN for part in parts]


def is_jump(amount: Decimal, previous: Decimal | None, percent: int) -> bool:
    """More than so many percent above or below the last time."""
    return previous is not None and abs(amount - previous) * 100 > previous * percent
