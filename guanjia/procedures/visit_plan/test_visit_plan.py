"""The plan of visits as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.directory.people.models import Occupancy
from guanjia.engine.access import system
from guanjia.kernel.errors import Refused
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

PLAN = {"yearly_homes": 5, "visit_by": "2026-11-30"}
SEEN = {"met": True, "mood": "good", "need_case": False, "promised": False}


@pytest.fixture
def plan(cast, acting):
    def plan(now):
        with acting(cast.supervisor):
            us = {"actor": cast.supervisor, "now": now, "estate": cast.estate}
            return actions.register_case(procedure="visit_plan", words="本月走访", **us)

    return plan


def due_of(case):
    return [case.answers[name] for name in ("due_key", "due_new", "due_yearly")]


def visits(acting, cast):
    with acting(system(cast.company.pk)):
        return list(Case.objects.filter(procedure="visits").order_by("pk"))


def test_each_home_gets_one_visit_and_its_butler_has_it(cast, acting, plan, walk, now):
    case = plan(now)
    assert due_of(case) == [0, 0, 1]
    with pytest.raises(Refused, match="已经过去"):
        walk(case, now, (cast.supervisor, "plan", {**PLAN, "visit_by": "2026-11-01"}))
    with pytest.raises(Refused, match="0 到 200"):
        walk(case, now, (cast.supervisor, "plan", {**PLAN, "yearly_homes": 201}))
    with pytest.raises(Refused, match="走访计划已在"):
        plan(now)
    assert walk(case, now, (cast.supervisor, "plan", PLAN)).answers["planned"] == 1
    (visit,) = visits(acting, cast)
    assert (visit.unit_id, visit.customer_id) == (cast.unit.pk, cast.owner.pk)
    assert (visit.answers["visit_kind"], visit.answers["butler"]) == ("yearly", cast.butler.pk)
    later = now + timedelta(days=30)
    assert due_of(plan(later)) == [0, 0, 0]  # a visit is under way
    walk(visit, now, (cast.butler, "visit", SEEN))
    assert due_of(plan(later + timedelta(days=31))) == [0, 0, 0]
    assert due_of(plan(now + timedelta(days=400))) == [0, 0, 1]


def test_key_customers_and_new_residents_come_first(cast, acting, plan, walk, now):
    with acting(system(cast.company.pk)):
        cast.owner.is_key = True
        cast.owner.save()
        Occupancy.objects.filter(unit=cast.unit).update(since=now.date() - timedelta(days=3))
    case = plan(now)
    assert due_of(case) == [1, 1, 1]
    assert walk(case, now, (cast.manager, "plan", {**PLAN, "yearly_homes": 0})).answers["planned"] == 1
    assert [one.answers["visit_kind"] for one in visits(acting, cast)] == ["key"]
