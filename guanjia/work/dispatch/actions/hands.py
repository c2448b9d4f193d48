"""What changing hands has in common."""

from datetime import datetime

from django.utils.translation import gettext as _

from guanjia.directory.team.models import Department, Staff
from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases.models import Case
from guanjia.work.dispatch.actions import clocks, notices
from guanjia.work.dispatch.actions.command import After, fact
from guanjia.work.dispatch.models import Handover, OrderPause, Trip, WorkOrder
from guanjia.work.dispatch.wording import Phrase, phrase

S = WorkOrder.State


def give(order: WorkOrder, technician: Staff | None, *, at: datetime) -> None:
    """To this technician, who has still to accept, or to the pool."""
    order.technician = technician
    order.state = S.ASSIGNED if technician else S.POOLED
    order.assigned_at = at if technician else None
    order.accepted_at = None


def hand_to(
    order: WorkOrder,
    technician: Staff | None,
    department: Department | None,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
) -> None:
    """The order goes to them, and with it the department that answers for the case."""
    before = order.department_id
    if department or (technician and technician.department_id):
        order.department_id = department.pk if department else technician.department_id
    if order.case.department_id in (None, before):
        answer_for(order, actor=actor, now=now)
    give(order, technician, at=at)


def answer_for(order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    """Whose order it is answers for the case."""
    if order.department_id:
        with change(order.case, actor=actor, now=now, verb="case.department"):
            order.case.department_id = order.department_id


def take_back(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> None:
    """End what the last holder had begun: his pause (the clocks run again) and his trip."""
    for pause in OrderPause.objects.filter(order=order, ended_at=None):
        pause.ended_at = at
        pause.save(update_fields=["ended_at"])
        clocks.resumed(order, pause, actor=actor, at=at)
    Trip.objects.filter(order=order, ended_at=None).update(ended_at=at)


def after_handing(
    order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, leaders: Phrase | None = None
) -> After:
    """The accept clock keeps running, or starts again, so that the ladder goes on climbing."""

    def after() -> None:
        clocks.unclaimed(order, actor=actor, at=at)
        notices.tell_assigned(order, now=now)
        if leaders:
            notices.tell_leaders(order, leaders, now=now)

    return after


def record_handover(
    order: WorkOrder,
    kind: str,
    technician: Staff | None,
    department: Department | None,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
) -> None:
    if kind != Handover.Kind.REASSIGN and not reason.strip():
        raise Refused(_("请写明原因"), field="reason")
    Handover.objects.create(
        **fact(order, actor=actor, now=now, at=at),
        kind=kind,
        from_technician=order.technician,
        from_department=order.department,
        to_technician=technician,
        to_department=department,
        reason=reason.strip(),
    )


def refuse_stranger(row: Case | WorkOrder, technician: Staff | None) -> None:
    if technician is None:
        return
    ours = technician.company_id == row.company_id and row.estate_id in technician.estate_ids
    if not ours or not technician.is_active or "orders.work" not in technician.permissions:
        raise Refused(
            _("%(who)s不能接这个项目的派工单，请选择其他师傅") % {"who": technician.name}, field="technician"
        )


def refuse_stale(order: WorkOrder, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != order.version:
        raise Stale(
            _("%(number)s 刚刚被改动（现在是“%(state)s”），请看过再派")
            % {"number": order.number, "state": order.get_state_display()}
        )


def holder(order: WorkOrder) -> str:
    """The technician, else the department; empty while nobody has it."""
    if order.technician:
        return order.technician.name
    return str(order.department or "")


def assigned_text(order: WorkOrder) -> Phrase:
    if order.is_outside:
        return phrase("outside")
    if order.technician:
        return phrase("given", who=order.technician.name)
    return phrase("pooled", pool=str(order.department or ""))
