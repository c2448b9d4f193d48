"""违约金: so much a day on what was still owed that day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from guanjia.kernel.money import Rounding, rounded
from guanjia.work.billing.rules.amounts import settle

NONE = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class LateRule:
    """`rate`: per ten thousand (万分之) a day. `grace`: days after the due day that cost nothing; once they are over
    the fee counts from the day after the due day (`from_due`) or from the day after the grace.
    `cap`: at most so many percent of the charge.
    """

    rate: Decimal
    grace: int = 0
    cap: int = 100
    from_due: bool = True

    def first_day(self, due_on: date) -> date:
        """The first day that costs something."""
        return due_on + timedelta(days=1 if self.from_due else self.grace + 1)

    def has_begun(self, due_on: date, as_of: date) -> bool:
        return as_of > due_on + timedelta(days=self.grace)


def accrued(
    rule: LateRule, *, amount: Decimal, due_on: date, as_of: date, moves: Iterable[tuple[date, Decimal]] = ()
) -> Decimal:
    """The late fee of a charge as of the end of a day.

    `moves` are (day, what became less owed): a payment counts from the next day, so the day of paying still costs.
    A negative move (a payment taken back) makes it owed again.
    """
    if not rule.has_begun(due_on, as_of):
        return NONE
    start, owed, exact = rule.first_day(due_on), Fraction(amount), Fraction()
    for day, paid in sorted(moves):
        until = min(day, as_of)
        if until >= start:
            exact += max(owed, Fraction()) * ((until - start).days + 1)
            start = until + timedelta(days=1)
        if day <= as_of:
            owed -= Fraction(paid)
    if as_of >= start:
        exact += max(owed, Fraction()) * ((as_of - start).days + 1)
    fee = settle(exact * Fraction(rule.rate) / 10000, Rounding.TO_FEN)
    return min(fee, rounded(amount * rule.cap / 100))
