"""Cases move, follow-ups appear and go."""

from guanjia.engine.access import system
from guanjia.engine.events import on
from guanjia.engine.live.actions import signal
from guanjia.work.cases.events import (
    CaseCancelled,
    CaseClosed,
    CaseEvent,
    CaseMerged,
    CaseReopened,
    CaseUnmerged,
    StepEntered,
)
from guanjia.work.cases.models import Case
from guanjia.work.followups import planning
from guanjia.work.followups.actions import cancel_followups, restore_followups
from guanjia.work.followups.events import (
    FollowUpAnswered,
    FollowUpEvent,
    FollowUpMissed,
    FollowUpOpened,
    FollowUpTried,
)  # fmt: skip


@on(StepEntered)
def put_on_the_list(event: StepEntered) -> None:
    """The procedure waits for the customer's word: somebody has to ask."""
    planning.after_work(event.step.case, step_id=event.step_id, code=event.code, now=event.at)


@on(CaseClosed)
def ask_again_later(event: CaseClosed) -> None:
    planning.after_closing(_case(event), now=event.at)


@on(CaseReopened)
@on(CaseCancelled)
@on(CaseMerged)
def take_off_the_list(event: CaseEvent) -> None:
    cancel_followups(case_id=event.case_id, actor=system(_case(event).company_id), now=event.at)


@on(CaseUnmerged)
def put_back_on_the_list(event: CaseUnmerged) -> None:
    case = _case(event)
    restore_followups(case=case, actor=system(case.company_id), now=event.at)


@on(FollowUpOpened)
@on(FollowUpTried)
@on(FollowUpAnswered)
@on(FollowUpMissed)
def refresh_lists(event: FollowUpEvent) -> None:
    signal(topic="followups", estate_id=event.estate_id)


def _case(event: CaseEvent) -> Case:
    return Case.objects.select_related("estate").get(pk=event.case_id)
