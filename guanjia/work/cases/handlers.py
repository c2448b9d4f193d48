"""What cases do when their clocks move, and what open pages hear when cases do."""

from guanjia.engine.clock.events import ClockFired, ClocksChanged
from guanjia.engine.events import on
from guanjia.engine.live.actions import signal
from guanjia.work.cases import events, moving
from guanjia.work.cases.children import child_ended, open_child_of
from guanjia.work.cases.clocks import ship_policies
from guanjia.work.cases.escalation import climb
from guanjia.work.cases.models import Case

LABEL = Case._meta.label_lower

ship_policies()


@on(ClocksChanged)
def keep_next_due(event: ClocksChanged) -> None:
    if event.subject_type == LABEL:
        moving.note_next_due(event.subject_id, event.earliest_due_at)


@on(ClockFired)
def climb_the_ladder(event: ClockFired) -> None:
    if event.subject_type == LABEL:
        climb(event)
        signal(topic="cases", company_id=event.company_id, estate_id=event.estate_id)


@on(events.CaseRegistered)
@on(events.StepDone)
@on(events.CaseReopened)
@on(events.CaseClosed)
@on(events.CaseCancelled)
@on(events.CaseMerged)
@on(events.MessageAdded)
@on(events.TargetChanged)
def tell_open_pages(event: events.CaseEvent) -> None:
    """Lists and the case's own page refresh themselves."""
    signal(topic="cases", estate_id=event.estate_id)
    if not isinstance(event, events.CaseRegistered):
        signal(topic=f"case-{event.case_id}", estate_id=event.estate_id)


@on(events.CaseClosed)
@on(events.CaseCancelled)
def report_to_parent(event: events.CaseEvent) -> None:
    """A child case that ends lets the case go on that opened it."""

    child_ended(event.case_id, now=event.at)


@on(events.StepEntered)
def open_child(event: events.StepEntered) -> None:

    if event.opens.startswith("case:"):
        open_child_of(event.case_id, event.opens.removeprefix("case:"), now=event.at)
