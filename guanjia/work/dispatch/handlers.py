"""What dispatch does when cases and clocks move, and what it tells open pages."""

from guanjia.engine.clock.events import ClockFired
from guanjia.engine.events import on
from guanjia.engine.live.actions import company_of, signal
from guanjia.engine.sop.step import WORK_ORDER
from guanjia.work.cases.events import (
    CaseCancelled,
    CaseClosed,
    CaseEvent,
    CaseMerged,
    CaseUnmerged,
    StepEntered,
)
from guanjia.work.cases.models import Case
from guanjia.work.dispatch.actions import end_orders, open_order_for, reopen_orders
from guanjia.work.dispatch.actions.notices import tell_field
from guanjia.work.dispatch.events import OrderChanged, OrderCreated
from guanjia.work.dispatch.models import WorkOrder

IN_THE_FIELD = ("accept", "arrive", "safe", "finish")


@on(StepEntered)
def open_order(event: StepEntered) -> None:
    if event.opens == WORK_ORDER:
        open_order_for(event.step, now=event.at)


@on(CaseClosed)
def end_with_closed_case(event: CaseClosed) -> None:
    _end(event, "case.closed")


@on(CaseCancelled)
def end_with_cancelled_case(event: CaseCancelled) -> None:
    _end(event, event.reason or "case.cancelled")


@on(CaseMerged)
def end_with_merged_case(event: CaseMerged) -> None:
    _end(event, "case.merged")


@on(CaseUnmerged)
def reopen_with_unmerged_case(event: CaseUnmerged) -> None:
    reopen_orders(event.case_id, company_id=company_of(event.estate_id), now=event.at)


@on(ClockFired)
def tell_who_is_in_the_field(event: ClockFired) -> None:
    """ "Assignee" of field work is whoever holds the order, or everybody who could take it."""
    if (
        event.subject_type == Case._meta.label_lower
        and event.metric in IN_THE_FIELD
        and "assignee" in event.recipients
    ):
        ours = WorkOrder.objects.filter(case_id=event.subject_id, state__in=WorkOrder.OURS)
        for order in ours.with_place():
            tell_field(order, event.metric, event.kind, due_at=event.due_at, now=event.at)


@on(OrderCreated)
@on(OrderChanged)
def refresh_pages(event: OrderCreated | OrderChanged) -> None:
    signal(topic="orders", estate_id=event.estate_id, order=event.order_id, case=event.case_id)


def _end(event: CaseEvent, reason: str) -> None:
    end_orders(event.case_id, company_id=company_of(event.estate_id), now=event.at, reason=reason)
