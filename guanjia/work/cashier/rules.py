"""Means of payment, counting a drawer, giving back the way it came, points. Amounts in yuan unless said otherwise."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from guanjia.kernel.money import FEN
from guanjia.work.ledger.rules import Kind, spread

ZERO = Decimal("0.00")
# A shift that is open longer was forgotten.
LONGEST_SHIFT = timedelta(hours=24)
# Notes and coins in circulation, in yuan (中国人民银行, 第五套人民币; 2 角 and 2 元 notes still count).
DENOMINATIONS = tuple(map(Decimal, ("100", "50", "20", "10", "5", "2", "1", "0.5", "0.2", "0.1")))


class Means(StrEnum):
    """How a payer pays."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    PREPAID = "prepaid"
    POINTS = "points"


ACCOUNTS: dict[Means, Kind] = {
    Means.CASH: Kind.CASH,
    Means.CARD: Kind.CARD,
    Means.TRANSFER: Kind.BANK,
    Means.WECHAT: Kind.WECHAT,
    Means.ALIPAY: Kind.ALIPAY,
    Means.PREPAID: Kind.PREPAID,
    Means.POINTS: Kind.POINTS_COST,
}
# What a refund takes first: cash last, since it empties the drawer.
GIVEN_BACK = (
    Means.WECHAT,
    Means.ALIPAY,
    Means.CARD,
    Means.TRANSFER,
    Means.PREPAID,
    Means.POINTS,
    Means.CASH,
)


def counted(counts: Mapping[str, int]) -> Decimal:
    """What lies in the drawer: {"100": 3, "0.5": 2} is 301.00. Raises ValueError on an unknown note or a bad number."""
    known = {str(each) for each in DENOMINATIONS}
    if not counts.keys() <= known or any(number < 0 for number in counts.values()):
        raise ValueError("not a count of notes and coins")
    return sum((Decimal(note) * number for note, number in counts.items()), ZERO).quantize(FEN)


def give_back[T](amount: Decimal, tenders: Iterable[tuple[T, Means, Decimal]]) -> list[tuple[T, Decimal]]:
    """Which tenders give how much back: (tender, means, what is left of it) → (tender, part). Raises ValueError when
    more is wanted than was paid.
    """
    in_order = sorted(tenders, key=lambda each: GIVEN_BACK.index(each[1]))
    parts = list(spread(amount, ((tender, left) for tender, _means, left in in_order)))
    if sum((part for _tender, part in parts), ZERO) != amount:
        raise ValueError("more than was paid")
    return parts


def points_earned(amount: Decimal, yuan_per_point: int) -> int:
    """Whole points for money paid; a rule of 0 gives none."""
    return int(amount // yuan_per_point) if yuan_per_point > 0 else 0


def points_worth(points: int, points_per_yuan: int) -> Decimal:
    """Yuan that these points pay, rounded down to the fen."""
    return (Decimal(points) / points_per_yuan).quantize(FEN, ROUND_DOWN)


def points_needed(amount: Decimal, points_per_yuan: int) -> int:
    """Points that pay exactly this amount. Raises ValueError when no whole number does."""
    needed = amount * points_per_yuan
    if needed != int(needed):
        raise ValueError("no whole number of points")
    return int(needed)


def months_later(day: date, months: int) -> date:
    """The last day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
