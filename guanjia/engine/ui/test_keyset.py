"""Walking a list page by page, forwards and back, meets every row once and in order."""

from itertools import pairwise

import pytest
from django.contrib.auth import get_user_model
from django.utils.timezone import now as any_moment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanjia.engine.ui.keyset import Order, Slice, may_be_null

pytestmark = pytest.mark.django_db
NULLABLE, PLAIN, RELATED = "left_at", "order_cap", "department__name"


@pytest.fixture
def people(cast):
    """Staff rows with ties and gaps in every column that is sorted by."""
    people = list(get_user_model().objects.filter(company=cast.company).order_by("pk"))
    for at, person in enumerate(people):
        person.order_cap = at % 3
        person.left_at = any_moment() if at % 4 == 1 else None
        person.save()
    return get_user_model().objects.filter(company=cast.company)


def walk(order: Order, rows, size: int) -> list[Slice]:
    pages = [order.slice(rows, size=size)]
    while pages[-1].after:
        pages.append(order.slice(rows, size=size, after=pages[-1].after))
    return pages


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(path=st.sampled_from([NULLABLE, PLAIN, RELATED, "pk"]), down=st.booleans(), size=st.integers(1, 12))
def test_every_row_once_in_order_and_back_again(people, acting, cast, path, down, size):
    order = Order(path, down)
    with acting(cast.headquarters):
        pages = walk(order, people, size)
        whole = [row.pk for row in order.applied(people)]
        assert [row.pk for page in pages for row in page.rows] == whole
        assert pages[0].before == ""
        for earlier, later in pairwise(pages):
            back = order.slice(people, size=size, before=later.before)
            assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
            assert bool(back.before) == bool(earlier.before)


def test_missing_values_come_last_both_ways(people, acting, cast):
    with acting(cast.headquarters):
        for down in (False, True):
            values = [row.left_at for row in Order(NULLABLE, down).applied(people)]
            assert values[-1] is None
            assert values[0] is not None


@pytest.mark.parametrize(
    "mark", ["", "x", "~", "=nonsense~3", "=2026-13-99~1", "=1~99999999999999999999", "~-1"]
)
def test_an_unreadable_mark_is_the_first_page(people, acting, cast, mark):
    with acting(cast.headquarters):
        first = Order(NULLABLE).slice(people, size=3)
        assert Order(NULLABLE).slice(people, size=3, after=mark).rows == first.rows


def test_what_may_be_missing(people):
    model = get_user_model()
    assert may_be_null(model, NULLABLE)
    assert may_be_null(model, RELATED)
    assert may_be_null(model, "an_annotation")
    assert not may_be_null(model, PLAIN)
    assert not may_be_null(model, "pk")
