from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanjia.work.votes.rules import HALF, THREE_QUARTERS, Home, Weight, decide, heads_of, percent, reaches


def weight(heads, area):
    return Weight(heads, Decimal(area))


def test_one_head_for_a_home_of_two_and_for_two_homes_of_one():
    homes = [
        Home(1, Decimal("98.60"), (7,)), Home(2, Decimal("50.40"), (7,)), Home(3, Decimal("80"), (9, 8)),
        Home(4, Decimal("80"), (8, 9, 8)), Home(5, Decimal("60"), (8,)),
        Home(6, Decimal("1"), ()), Home(7, Decimal("2"), ()),
    ]  # fmt: skip
    heads = {head.owners: (len(head.homes), head.area) for head in heads_of(homes)}
    assert heads == {
        (7,): (2, Decimal("149.00")), (8, 9): (2, Decimal(160)), (8,): (1, Decimal(60)), (): (2, Decimal(3)),
    }  # fmt: skip


def test_two_thirds_are_reached_by_head_and_by_area_exactly():
    roll = weight(300, "30000.00")
    assert reaches(weight(200, "20000.00"), roll, "2/3")
    assert not reaches(weight(199, "29000.00"), roll, "2/3")
    assert not reaches(weight(299, "19999.99"), roll, "2/3")
    assert not reaches(weight(0, 0), weight(0, 0), "2/3")


def test_a_half_is_exceeded_and_three_quarters_are_reached():
    cast = weight(200, "20000.00")
    assert not reaches(weight(100, "15000"), cast, HALF)
    assert reaches(weight(101, "10000.01"), cast, HALF)
    assert reaches(weight(150, "15000.00"), cast, THREE_QUARTERS)
    assert not reaches(weight(150, "14999.99"), cast, THREE_QUARTERS)


def test_without_a_quorum_nothing_is_decided():
    roll, all_for = weight(300, 30000), weight(199, 20000)
    assert decide(roll=roll, cast=all_for, agreed=all_for, quorum="2/3", majority=HALF).passed is False
    enough = weight(200, 20000)
    told = decide(roll=roll, cast=enough, agreed=weight(120, 12000), quorum="2/3", majority=HALF)
    assert (told.quorate, told.passed) == (True, True)
    assert (
        decide(
            roll=roll, cast=enough, agreed=weight(120, 12000), quorum="2/3", majority=THREE_QUARTERS
        ).passed
        is False
    )


def test_percent_never_rounds_up_to_what_was_not_reached():
    assert percent(Fraction(2, 3)) == Decimal("66.66")
    assert percent(Fraction(19999, 20000)) == Decimal("99.99")


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 10**7), st.lists(st.integers(1, 5), max_size=3)), max_size=12))
def test_no_area_is_lost_or_counted_twice(rows):
    homes = [Home(n, Decimal(area) / 100, tuple(owners)) for n, (area, owners) in enumerate(rows)]
    heads = heads_of(homes)
    assert sum(head.area for head in heads) == sum(home.area for home in homes)
    assert sorted(home.unit for head in heads for home in head.homes) == list(range(len(rows)))
    assert len({head.owners for head in heads}) == len(heads)
