"""Who is asked, when, again, or not at all."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups import actions, jobs
from guanjia.work.followups.conftest import HOME, ask, set_parameter, state
from guanjia.work.followups.models import FollowUp


def test_the_supervisor_says_who_calls_but_not_the_worker(followup, cast, now):
    actions.assign_followup(actor=cast.supervisor, now=now, followup=followup, staff=cast.agent)
    followup.refresh_from_db()
    assert followup.assignee == cast.agent
    with pytest.raises(Refused, match="办理过这件事"):
        actions.assign_followup(actor=cast.supervisor, now=now, followup=followup, staff=cast.technician)
    with pytest.raises(Refused, match="不能做这个项目的回访"):
        actions.assign_followup(actor=cast.supervisor, now=now, followup=followup, staff=cast.guard)
    with pytest.raises(Forbidden):
        actions.assign_followup(actor=cast.desk, now=now, followup=followup, staff=cast.desk)


def test_a_cancelled_case_is_not_asked_about(fixed, followup, cast, now):
    cases.cancel_case(actor=cast.supervisor, now=now + timedelta(hours=3), case=fixed, reason="登记错了")
    assert state(followup) == "cancelled"
    with pytest.raises(Stale):
        ask(followup, cast, now + timedelta(days=1))


def test_a_case_outside_the_sample_closes_without_a_call(cast, acting, now):
    with acting(cast.desk):
        set_parameter(cast, now, "repair.followup_share", 0)
        case = cases.register_case(
            actor=cast.desk,
            now=now,
            estate=cast.estate,
            procedure="repair",
            words="灯坏了",
            unit=cast.unit,
            answers=HOME,
        )
        later = now + timedelta(hours=1)
        cases.receive(case=case, event="order.done", answers={}, actor=system(cast.company.pk), now=later)
        assert not FollowUp.objects.filter(case=case).exists()
        jobs.pass_over(company_id=cast.company.pk, case_id=case.pk)
        assert state(case) == "closed"


def test_a_serious_matter_is_asked_about_again_after_thirty_days(cast, acting, now):
    with acting(cast.desk):
        set_parameter(cast, now, "followups.again_days", 30)
        case = cases.register_case(
            actor=cast.desk,
            now=now,
            estate=cast.estate,
            procedure="repair",
            words="天花板塌了",
            unit=cast.unit,
            severity="serious",
            answers=HOME,
        )
        cases.receive(case=case, event="order.done", answers={}, actor=system(cast.company.pk), now=now)
        ask(FollowUp.objects.get(case=case), cast, now + timedelta(hours=1))
        again = FollowUp.objects.get(case=case, kind="again")
        assert again.not_before == now + timedelta(days=30, hours=1)
        ask(again, cast, now + timedelta(days=31), stars=2, satisfied=False, words="又开裂")
        assert (state(case), Case.objects.get(pk=case.pk).cycle) == ("open", 2)
