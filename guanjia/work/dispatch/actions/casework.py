"""Between an order and its case: opened by a step, completing it, ended with it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from guanjia.directory.team.models import Department
from guanjia.engine.access import Actor, system
from guanjia.engine.sop.step import WORK_ORDER
from guanjia.work.cases.actions import receive
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Case, Step, TimelineEntry
from guanjia.work.dispatch import rules
from guanjia.work.dispatch.actions.assign import assign_order, open_order
from guanjia.work.dispatch.actions.handing import cancel_order, reopen_order
from guanjia.work.dispatch.models import MaterialLine, Quote, QuoteLine, WorkOrder
from guanjia.work.dispatch.parameters import is_automatic
from guanjia.work.dispatch.queries import candidates_for


def open_order_for(step: Step, *, now: datetime) -> WorkOrder:
    """The order a step of the procedure opens: into the pool of the department that knows the topic.

    Where the estate has switched it on, the best technician on duty is given the order at once. A step that is
    entered twice by a repeated event has one order.
    """
    case, actor = step.case, system(step.company_id)
    before = list(WorkOrder.objects.filter(case=case).select_related("department").order_by("-pk"))
    if found := next((order for order in before if order.step_id == step.pk), None):
        return found
    draft = WorkOrder(
        case=case,
        step=step,
        department=_department_for(case, before),
        kind=_kind_of(case),
        executor=case.answers.get("executor") or WorkOrder.Executor.OWN,
        standard=_standard_of(step),
        appointed_from=case.promised_at,
    )
    # The case is in the hands of whoever moved it here, who saves it once.
    case.department = draft.department
    order = open_order(draft, None, actor=actor, now=now)
    if not order.is_outside and is_automatic(order, now=now):
        _give_to_the_best(order, actor=actor, now=now)
    return order


def end_orders(case_id: int, *, company_id: int, now: datetime, reason: str) -> None:
    """The case is over: nobody need go any more."""
    for order in WorkOrder.objects.live().filter(case_id=case_id):
        cancel_order(order=order, actor=system(company_id), now=now, reason=reason)


def reopen_orders(case_id: int, *, company_id: int, now: datetime) -> None:
    """The case was taken out of another one again: the orders that the merge ended are there again."""
    merged = TimelineEntry.objects.filter(case_id=case_id, kind="merged").order_by("-at", "-pk").first()
    if merged is None:
        return
    ended = WorkOrder.objects.filter(case_id=case_id, cancelled_at__gte=merged.at)
    for order in ended.order_by("pk"):
        reopen_order(order=order, actor=system(company_id), now=now)


def go_on(order: WorkOrder, *, actor: Actor, now: datetime, result: str, fault: str, pay: str) -> None:
    """When the last order of the case is done, the case hears of it, with what the service record asks."""
    if not WorkOrder.objects.live().filter(case_id=order.case_id).exists():
        answers = _service_record(order, result=result, fault=fault, pay=pay)
        receive(case=order.case, event="order.done", answers=answers, actor=actor, now=now)


def _service_record(order: WorkOrder, *, result: str, fault: str, pay: str) -> dict[str, Any]:
    """Labour as quoted, materials as used; the agreed quote is what the customer pays, else the materials."""
    quote = Quote.objects.filter(order=order, replaced_at=None, agreed_at__isnull=False).first()
    labour = list(QuoteLine.objects.filter(quote=quote, kind=QuoteLine.Kind.LABOUR)) if quote else []
    used = list(MaterialLine.objects.filter(order=order, struck_at=None))
    amount = quote.total if quote else rules.total(line.amount for line in used)
    items = [
        {"name": line.name, "quantity": f"{line.quantity.normalize():f}", "price": str(line.unit_price)}
        for line in (*labour, *used)
    ]
    return {
        "result": result,
        "worker": order.technician_id,
        "fault": fault,
        "work": order.outcome,
        "items": items,
        "amount": str(amount),
        "pay": pay if amount > Decimal(0) else "free",
        "order": order.number,
    }


def _standard_of(step: Step) -> str:
    """What is different about the order when the procedure has several steps in the field."""
    steps = procedure_of(step.case).steps
    usual = next((code for code, spec in steps.items() if spec.opens == WORK_ORDER), step.code)
    return "" if step.code == usual else steps[step.code].label


def _kind_of(case: Case) -> str:
    """As the intake form says; without it a matter at home is home work."""
    asked = case.answers.get("kind")
    usual = WorkOrder.Kind.HOME if case.unit_id else WorkOrder.Kind.PUBLIC
    return asked if asked in WorkOrder.Kind.values else usual


def _department_for(case: Case, before: list[WorkOrder]) -> Department | None:
    """The case's own, else who had its last order (a reopened case goes back there), else who knows the topic."""
    if case.department_id:
        return case.department
    if last := next((order.department for order in before if order.department_id), None):
        return last
    code = rules.department_code(case.topic)
    here = Q(estate_id=case.estate_id) | Q(estate=None)
    ours = Department.objects.filter(here, company_id=case.company_id, code=code)
    return ours.order_by(F("estate_id").asc(nulls_last=True)).first()


def _give_to_the_best(order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    ranked = candidates_for(order, actor=actor, now=now)
    best = next((s.candidate for s in ranked if s.candidate.may_be_sent), None)
    if best:
        assign_order(order=order, actor=actor, now=now, technician=best.staff)
