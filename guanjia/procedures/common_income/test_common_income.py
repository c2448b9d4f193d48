"""The half-yearly report as the manual tells it."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.procedures.common_income.rules import end_of, half_before, total
from guanjia.work.cases import actions

SUMS = {
    "incomes": [
        {"name": "电梯广告", "quantity": "6", "price": "1200"},
        {"name": "场地费", "quantity": "2.5", "price": "333.33"},
    ],
    "costs": [{"name": "税费", "quantity": "1", "price": "480.50"}],
    "kept_where": "公共收益专户",
}
PUBLISHED = {"published_on": "2026-11-18", "published_where": ["board"]}


@pytest.fixture
def ask(cast, acting, now):
    def ask(**answers):
        with acting(cast.manager):
            return actions.register_case(
                actor=cast.manager, now=now, estate=cast.estate, procedure="common_income", words="上半年公共收益",
                answers=answers,
            )  # fmt: skip

    return ask


@pytest.fixture
def do(acting, signed, now):
    def do(case, person, step, answers, *pictures):
        with acting(person):
            return actions.complete_step(
                actor=person, now=now, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


def test_added_up_checked_given_and_published(cast, ask, walk, do, now):
    case = ask()
    assert (case.answers["income_year"], case.answers["half"]) == (2026, "1")
    assert case.answers["publish_by"] == "2026-07-30"
    case = walk(case, now, (cast.accountant, "collect", SUMS))
    assert case.answers["income_total"] == "8033.33" and case.answers["balance"] == "7552.83"
    with pytest.raises(Forbidden):
        walk(case, now, (cast.supervisor, "review", {"decision": "approved"}))
    case = walk(case, now, (cast.manager, "review", {"decision": "approved"}))
    with pytest.raises(Refused, match="签收"):
        walk(case, now, (cast.supervisor, "give", {"given_on": "2026-11-17"}))
    case = do(case, cast.supervisor, "give", {"given_on": "2026-11-17"}, "given_signed")
    with pytest.raises(Refused, match="公布日期"):
        do(case, cast.desk, "publish", {**PUBLISHED, "published_on": "2026-11-16"}, "published_photos")
    assert do(case, cast.desk, "publish", PUBLISHED, "published_photos").state == "closed"


def test_once_for_each_half_year_that_is_over(cast, ask, walk, now):
    case = ask()
    with pytest.raises(Refused, match="公示已在"):
        ask(half="1")
    with pytest.raises(Refused, match="还没有结束"):
        ask(half="2")
    walk(case, now, (cast.manager, "collect", SUMS))
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.manager, "review", {"decision": "approved"}))


def test_halves_and_sums():
    assert half_before(date(2026, 6, 30)) == (2025, "2") and half_before(date(2026, 7, 1)) == (2026, "1")
    assert end_of(2026, "2") == date(2026, 12, 31)
    assert total([{"quantity": "3", "price": "0.335"}]) == Decimal("1.01") and total([]) == 0
