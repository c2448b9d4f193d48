"""Laying money on what is owed."""

from decimal import Decimal

import pytest

from guanjia.work.ledger.rules import CHART, CREDIT, DEBIT, Kind, matched, spread


def test_money_lies_on_the_first_until_it_is_used_up():
    owed = [("a", Decimal(10)), ("b", Decimal(5)), ("c", Decimal(1))]
    assert list(spread(Decimal(12), owed)) == [("a", Decimal(10)), ("b", Decimal(2))]


def test_means_and_charges_are_paired_in_order():
    paid = [("cash", Decimal(8)), ("wechat", Decimal(7))]
    owed = [("a", Decimal(10)), ("b", Decimal(5))]
    assert list(matched(paid, owed)) == [
        ("cash", "a", Decimal(8)), ("wechat", "a", Decimal(2)), ("wechat", "b", Decimal(5)),
    ]  # fmt: skip


@pytest.mark.parametrize("owed", [Decimal(7), Decimal(9)])
def test_what_comes_in_is_used_to_the_fen(owed):
    with pytest.raises(ValueError):
        list(matched([("cash", Decimal(8))], [("a", owed)]))


def test_every_kind_stands_in_the_chart():
    assert set(CHART) == set(Kind)
    assert {line.side for line in CHART.values()} == {DEBIT, CREDIT}
