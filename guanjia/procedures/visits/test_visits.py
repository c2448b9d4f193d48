"""Visits as the manual tells it."""

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

MET = {"met": True, "mood": "good", "need_case": False, "promised": False}


@pytest.fixture
def planned(cast, acting, now):
    """林管家 is to see 王阿姨 by the end of November."""
    plan = {"visit_kind": "yearly", "butler": cast.butler.pk, "visit_by": "2026-11-30"}
    with acting(cast.butler):
        return actions.register_case(
            actor=cast.butler, now=now, estate=cast.estate, procedure="visits", words="年度走访", unit=cast.unit,
            customer=cast.owner, answers=plan,
        )  # fmt: skip


def test_seen_content_and_closed(cast, planned, walk, due, at, now):
    assert due(planned, "visit") == at("2026-12-01 00:00")
    assert walk(planned, now, (cast.butler, "visit", MET)).state == "closed"


def test_a_promise_is_kept_by_its_day(cast, planned, walk, due, at, now):
    promise = {"promised": True, "promise": "换楼道灯", "promise_by": "2026-11-25"}
    case = walk(planned, now, (cast.butler, "visit", {**MET, **promise}))
    assert due(case, "keep") == at("2026-11-26 00:00")
    assert walk(case, now, (cast.butler, "keep", {"kept": True, "kept_note": "已换"})).state == "closed"


def test_a_need_becomes_a_matter_of_its_own(cast, acting, planned, walk, now):
    walk(planned, now, (cast.butler, "visit", {**MET, "needs": "想装充电桩", "need_case": True}))
    with acting(system(cast.company.pk)):
        need = Case.objects.get(procedure="consultation")
    assert (need.words, need.unit_id) == ("想装充电桩", cast.unit.pk)


def test_nobody_at_home_is_visited_again(cast, planned, walk, waiting, now):
    case = walk(planned, now, (cast.butler, "visit", {"met": False}))
    assert waiting(case) == ["again"]


def test_the_desk_does_not_plan_visits(cast, register, now):
    with pytest.raises(Forbidden, match="不由您的岗位发起"):
        register("visits", now)
