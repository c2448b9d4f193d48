"""The arithmetic holds for all numbers, not only for the usual ones."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanjia.kernel.money import Rounding, rounded
from guanjia.work.billing.rules import amounts, late, periods
from guanjia.work.billing.rules.amounts import Piece, Step
from guanjia.work.billing.rules.late import LateRule, accrued
from guanjia.work.billing.rules.periods import DAY, Span

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
NEAR = st.dates(date(2026, 1, 1), date(2027, 3, 31))
MONTHS = st.sampled_from([1, 3, 6, 12])
MONEY = st.decimals(0, 1_000_000, places=2)
PRICES = st.decimals("0.0001", 1000, places=4)


@settings(deadline=None, max_examples=60)
@given(DAYS, MONTHS, st.none() | DAYS)
def test_periods_follow_each_other_without_gap(day, months, anniversary):
    one = periods.period_at(day, months, anniversary)
    assert one.start <= day <= one.end
    after = periods.period_at(one.end + DAY, months, anniversary)
    assert after.start == one.end + DAY
    assert len(periods.periods_in(Span(one.start, after.end), months, anniversary)) == 2


@settings(deadline=None, max_examples=60)
@given(DAYS, MONTHS, st.none() | DAYS, st.lists(DAYS, max_size=4))
def test_the_parts_of_a_period_are_worth_the_whole(day, months, anniversary, cuts):
    one = periods.period_at(day, months, anniversary)
    parts = periods.cut(Span(one.start, one.end), cuts)
    assert sum(periods.months_worth(one, part) for part in parts) == months
    assert sum(part.days for part in parts) == Span(one.start, one.end).days


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 400), st.lists(st.tuples(DAYS, st.integers(0, 200)), max_size=5))
def test_what_is_left_and_what_is_taken_make_up_the_span(start, length, others):
    span = Span(start, start + timedelta(days=length))
    taken = [Span(day, day + timedelta(days=more)) for day, more in others]
    left = periods.without(span, taken)
    for at in range(span.days):
        day = span.start + timedelta(days=at)
        inside = any(one.start <= day <= one.end for one in left)
        assert inside != any(one.start <= day <= one.end for one in taken)


@settings(deadline=None, max_examples=60)
@given(MONEY.filter(bool), st.lists(st.decimals(0, 500, places=2), min_size=1, max_size=60).filter(any))
def test_shares_add_up_exactly_and_differ_from_the_exact_by_less_than_a_fen(total, weights):
    parts = amounts.shares(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(total) * Fraction(weight) / sum(map(Fraction, weights))
        assert abs(Fraction(part) - exact) < Fraction(1, 100)
        assert weight or not part


@settings(deadline=None, max_examples=60)
@given(st.decimals("0.01", 500, places=2), PRICES, MONTHS, st.sampled_from(list(Rounding)))
def test_a_whole_period_in_pieces_is_the_whole(quantity, price, months, rounding):
    third = Fraction(months, 3)
    pieces = [Piece(third, price), Piece(months - third, price)]
    assert amounts.by_quantity(quantity, pieces, rounding) == amounts.whole(quantity, price, months, rounding)


@settings(deadline=None, max_examples=60)
@given(st.decimals("0.01", 500, places=2), PRICES, st.decimals(0, 100, places=2))
def test_a_reduction_never_costs_more(quantity, price, percent):
    full = amounts.by_quantity(quantity, [Piece(Fraction(1), price)], Rounding.TO_FEN)
    less = amounts.by_quantity(quantity, [Piece(Fraction(1), price, percent)], Rounding.TO_FEN)
    assert 0 <= less <= full
    assert percent != 100 or less == 0


STEPS = [Step(Decimal(17), Decimal("2.60")), Step(Decimal(30), Decimal("3.50")), Step(None, Decimal("5.00"))]


@settings(deadline=None, max_examples=60)
@given(st.decimals(0, 500, places=3), st.integers(1, 12))
def test_steps_hold_the_whole_usage(usage, months):
    assert sum(quantity for quantity, _price in amounts.by_steps(usage, STEPS, months)) == usage


def test_steps_by_hand():
    assert amounts.metered(Decimal(35), STEPS) == Decimal("114.70"), "17×2.60 + 13×3.50 + 5×5"
    assert amounts.metered(Decimal(35), STEPS, months=3) == Decimal("91.00")


@pytest.mark.parametrize(
    "wrong",
    [
        [], [Step(Decimal(5), Decimal(1))], [Step(None, Decimal(-1))],
        [Step(Decimal(5), Decimal(1)), Step(Decimal(5), Decimal(1)), Step(None, Decimal(1))],
    ],
)  # fmt: skip
def test_steps_that_make_no_sense(wrong):
    with pytest.raises(ValueError):
        amounts.check_steps(wrong)


def test_a_price_of_its_own_goes_before_the_companys():
    class Version:
        def __init__(self, since, until=None):
            self.since, self.until = since, until

    company = [Version(date(2024, 1, 1)), Version(date(2026, 1, 1))]
    own = [Version(date(2025, 7, 1), until=date(2025, 12, 31))]
    spans = [span for span, _version in periods.timeline(own, company)]
    assert spans == [Span(date(2024, 1, 1), date(2025, 6, 30)), Span(date(2025, 7, 1), date(2025, 12, 31))]


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 90), st.integers(0, 31), DAYS, st.sampled_from(["start", "end", "issued"]))
def test_a_bill_is_never_due_before_it_is_out(start, days, day_of_month, issued, anchor):
    span = Span(start, start + timedelta(days=29))
    assert periods.due_on(span, issued=issued, anchor=anchor, days=days, day_of_month=day_of_month) >= issued


def test_the_next_such_day_of_the_month():
    november = Span(date(2026, 11, 1), date(2026, 11, 30))
    due = {"issued": date(2026, 11, 1), "anchor": "start"}
    assert periods.due_on(november, days=0, day_of_month=15, **due) == date(2026, 11, 15)
    assert periods.due_on(november, days=20, day_of_month=15, **due) == date(2026, 12, 15)
    assert periods.due_on(november, days=100, day_of_month=31, **due) == date(2027, 2, 28)


RULE = LateRule(rate=Decimal(5), grace=10, cap=100)
DUE = date(2026, 1, 31)
OWED = Decimal("1000.00")


def as_of(day: date, *moves, rule: LateRule = RULE) -> Decimal:
    return accrued(rule, amount=OWED, due_on=DUE, as_of=day, moves=moves)


def test_late_fee_by_hand():
    assert as_of(date(2026, 2, 10)) == 0, "within the grace"
    assert as_of(date(2026, 2, 11)) == Decimal("5.50"), "11 days from the day after the due day"
    after_grace = LateRule(rate=Decimal(5), grace=10, from_due=False)
    assert as_of(date(2026, 2, 11), rule=after_grace) == Decimal("0.50")
    assert as_of(date(2026, 2, 20), (date(2026, 2, 10), Decimal(600))) == Decimal("7.00"), (
        "10 × 0.50 + 10 × 0.20"
    )
    assert as_of(date(2046, 1, 1)) == OWED, "never more than the principal"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(NEAR, st.decimals("0.01", 400, places=2)), max_size=5), NEAR)
def test_late_fee_is_the_sum_of_its_days(moves, day):
    """Day by day, the slow way: what was still owed in the morning of each day."""
    total, paid = Fraction(), sorted(moves)
    for at in range(max((day - DUE).days, 0)):
        morning = DUE + timedelta(days=at + 1)
        before = sum((Fraction(amount) for on, amount in paid if on < morning), Fraction())
        total += max(Fraction(OWED) - before, Fraction())
    expected = min(amounts.settle(total * 5 / 10000, Rounding.TO_FEN), OWED)
    assert as_of(day, *moves) == (expected if RULE.has_begun(DUE, day) else late.NONE)


@settings(deadline=None, max_examples=60)
@given(DAYS, DAYS)
def test_late_fee_never_falls_with_time(one, other):
    assert as_of(min(one, other)) <= as_of(max(one, other))


@settings(deadline=None, max_examples=60)
@given(MONEY, st.integers(1, 200))
def test_a_jump_is_more_than_so_many_percent(amount, percent):
    assert not amounts.is_jump(amount, amount, percent)
    assert not amounts.is_jump(amount, None, percent)
    assert amounts.is_jump(amount * 4 + 1, rounded(amount), percent)
