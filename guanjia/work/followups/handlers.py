"""Cases move, follow-ups appear and go."""

from guanjia.engine.access import system
from guanjia.engine.events import on
from guanjia.work.cases.events import (
    CaseCancelled,
    CaseClosed,
    CaseEvent,
    CaseMerged,
    CaseReopened,
    StepEntered,
)
from guanjia.work.cases.models import Case
from guanjia.work.followups import planning
from guanjia.work.followups.actions import cancel_followups


@on(StepEntered)
def put_on_the_list(event: StepEntered) -> None:
    """The procedure waits for the customer's word: somebody has to ask."""
    planning.after_work(_case(event), step_id=event.step_id, code=event.code, now=event.at)


@on(CaseClosed)
def ask_again_later(event: CaseClosed) -> None:
    planning.after_closing(_case(event), now=event.at)


@on(CaseReopened)
@on(CaseCancelled)
@on(CaseMerged)
def take_off_the_list(event: CaseEvent) -> None:
    cancel_followups(case_id=event.case_id, actor=system(_case(event).company_id), now=event.at)


def _case(event: CaseEvent) -> Case:
    return Case.objects.select_related("estate").get(pk=event.case_id)
