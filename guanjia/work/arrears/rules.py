"""Periods and amounts as people write them into cells."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from guanjia.kernel import money
from guanjia.kernel.cells import text_of

MOST = Decimal(100_000_000)
_MONTH = r"(\d{4})\s*[-./年]?\s*(\d{1,2})\s*月?(?:份)?"
_PERIOD = re.compile(rf"{_MONTH}(?:\s*(?:[-—~～至到]+)\s*(?:{_MONTH}|(\d{{1,2}})\s*月?))?")
_YEAR = re.compile(r"(\d{4})\s*年?(?:度)?")


class Unreadable(ValueError):
    """`code` says what is wrong with the cell."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def amount(cell: object) -> Decimal:
    """Yuan above zero, exact to the fen; what a spreadsheet's binary numbers add far behind the point is no fault.

    Raises Unreadable: amount_unreadable, amount_not_positive, amount_places, amount_large.
    """
    found = _number(cell)
    if found <= 0:
        raise Unreadable("amount_not_positive")
    return found


def paid(cell: object) -> Decimal:
    """The same, nought included."""
    found = _number(cell)
    if found < 0:
        raise Unreadable("amount_not_positive")
    return found


def _number(cell: object) -> Decimal:
    plain = repr(round(cell, 6)) if isinstance(cell, float) else text_of(cell)
    text = re.sub(r"[¥￥,\s元]|RMB", "", plain)
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        raise Unreadable("amount_unreadable")
    if abs(Decimal(text)) >= MOST:
        raise Unreadable("amount_large")
    try:
        return money.read(text)
    except ValueError:
        raise Unreadable("amount_places") from None


def period(cell: object) -> tuple[date, date]:
    """First and last day of `2026-01`, `202601`, `2026年1月`, `2026.1-2026.3`, `2026年1-3月`, `2025年`.

    Raises Unreadable: period_unreadable, period_backwards.
    """
    if isinstance(cell, date):
        return _months(cell.year, cell.month, cell.year, cell.month)
    text = text_of(cell)
    if found := re.fullmatch(r"(\d{4})-(\d{2})-\d{2}", text):
        return _months(int(found[1]), int(found[2]), int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(text):
        return _months(int(found[1]), 1, int(found[1]), 12)
    if not (found := _PERIOD.fullmatch(text)):
        raise Unreadable("period_unreadable")
    year, month = int(found[1]), int(found[2])
    last_year, last = int(found[3] or year), int(found[4] or found[5] or month)
    return _months(year, month, last_year, last)


def _months(year: int, month: int, last_year: int, last: int) -> tuple[date, date]:
    if not (1 <= month <= 12 and 1 <= last <= 12 and 1990 <= year <= 2100 and 1990 <= last_year <= 2100):
        raise Unreadable("period_unreadable")
    if (last_year, last) < (year, month):
        raise Unreadable("period_backwards")
    return date(year, month, 1), date(last_year, last, monthrange(last_year, last)[1])
