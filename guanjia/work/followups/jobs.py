"""Work done after the commit."""

from procrastinate.contrib.django import app

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups.queries import ANSWERED


@app.task(queue="default", name="followups.pass_over")
def pass_over(*, company_id: int, case_id: int) -> None:
    """A case outside the sample does not wait for a call."""
    us = system(company_id)
    with acting_as(us):
        case = Case.objects.visible_to(us).get(pk=case_id)
        cases.receive(case=case, event=ANSWERED, answers={"outcome": "not_sampled"}, actor=us, now=time.now())
