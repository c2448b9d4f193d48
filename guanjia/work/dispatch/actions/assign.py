"""Who gets the order: created, given, put into the pool, claimed, taken away."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guanjia.directory.team.duty import on_duty
from guanjia.directory.team.models import Department, Staff
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import facts, record
from guanjia.engine.events import emit
from guanjia.engine.numbering.models import next_number
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases.models import Case
from guanjia.work.dispatch.actions import clocks, notices
from guanjia.work.dispatch.actions.command import ASSIGN, REASSIGN, After, command, say
from guanjia.work.dispatch.actions.hands import (
    after_handing,
    answer_for,
    assigned_text,
    give,
    hand_to,
    record_handover,
    refuse_stale,
    refuse_stranger,
    take_back,
)
from guanjia.work.dispatch.events import OrderCreated
from guanjia.work.dispatch.models import Handover, WorkOrder, number_of
from guanjia.work.dispatch.queries import load_of
from guanjia.work.dispatch.wording import phrase

S = WorkOrder.State
UNTAKEN = (S.POOLED, S.ASSIGNED)


@transaction.atomic
def create_order(
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    department: Department | None = None,
    technician: Staff | None = None,
    kind: str = WorkOrder.Kind.HOME,
    task: str = "",
    standard: str = "",
    appointed_from: datetime | None = None,
    appointed_until: datetime | None = None,
    key: str = "",
) -> WorkOrder:
    """Open field work for a case: to a technician, or to a department's pool when nobody is named.

    Raises Forbidden, or Refused when the case is over or the appointment ends before it begins.
    """
    require(actor, ASSIGN)

    def make() -> WorkOrder:
        held = Case.objects.visible_to(actor).select_for_update().get(pk=case.pk)
        _refuse_bad_order(held, technician, appointed_from, appointed_until)
        order = WorkOrder(
            case=held,
            kind=kind,
            task=task,
            standard=standard,
            department=department or held.department,
            appointed_from=appointed_from,
            appointed_until=appointed_until,
        )
        made = open_order(order, technician, actor=actor, now=now)
        if held.department_id is None:
            answer_for(made, actor=actor, now=now)
        return made

    return once(WorkOrder, key=key, verb="order.create", actor=actor, now=now, make=make)


def open_order(order: WorkOrder, technician: Staff | None, *, actor: Actor, now: datetime) -> WorkOrder:
    """Write a draft whose case the caller holds; its number, clock and notices come with it."""
    case, today = order.case, localtime(now)
    order.company_id, order.estate = case.company_id, case.estate
    order.task = (order.task or case.title)[:200]
    order.appointed_until = order.appointed_until or order.appointed_from
    order.created_at = order.changed_at = now
    if order.is_outside:
        order.state = S.TO_SEND
    else:
        give(order, technician, at=now)
    serial = next_number(
        company_id=case.company_id, estate_id=case.estate_id, kind="order", period=f"{today:%y%m%d}"
    )
    order.number = number_of(today, serial)
    order.save(force_insert=True)
    _tell_created(order, actor=actor, now=now)
    return order


@command("order.assign", within=UNTAKEN, by=ASSIGN)
def assign_order(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    technician: Staff | None = None,
    department: Department | None = None,
    seen_version: int | None = None,
) -> After:
    """Give an order that nobody has taken yet to a technician, or to a department's pool.

    `seen_version` is the version the dispatcher looked at; Stale when somebody was faster.
    """
    refuse_stale(order, seen_version)
    refuse_stranger(order, technician)
    hand_to(order, technician, department, actor=actor, now=now, at=at)
    say(order, "assigned", assigned_text(order), actor=actor, now=now, at=at)
    return after_handing(order, actor=actor, now=now, at=at)


@command("order.reassign", within=WorkOrder.OURS, by=REASSIGN)
def reassign_order(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    technician: Staff | None = None,
    department: Department | None = None,
    reason: str = "",
    seen_version: int | None = None,
) -> After:
    """The supervisor gives the order to somebody else, at any time. The one who had it is told."""
    refuse_stale(order, seen_version)
    refuse_stranger(order, technician)
    loser = order.technician
    record_handover(
        order, Handover.Kind.REASSIGN, technician, department, reason, actor=actor, now=now, at=at
    )
    take_back(order, actor=actor, now=now, at=at)
    hand_to(order, technician, department, actor=actor, now=now, at=at)
    say(order, "reassigned", assigned_text(order), actor=actor, now=now, at=at, reason=reason)
    if loser and loser.pk != order.technician_id:
        notices.tell_taken_away(order, loser, now=now)
    return after_handing(order, actor=actor, now=now, at=at)


def give_order(
    *,
    order: WorkOrder,
    actor: Actor,
    now: datetime,
    technician: Staff | None = None,
    department: Department | None = None,
    reason: str = "",
    seen_version: int | None = None,
    key: str = "",
) -> WorkOrder:
    """What dropping a card means: assign while nobody has accepted, reassign (a supervisor's right) afterwards."""
    given = {"technician": technician, "department": department, "seen_version": seen_version}
    common = {"order": order, "actor": actor, "now": now, "key": key}
    if order.state in UNTAKEN:
        return assign_order(**common, **given)
    return reassign_order(**common, **given, reason=reason)


@command("order.claim", within=WorkOrder.State.values, own=False)
def claim_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """A technician grabs an order from the pool. Stale when somebody was faster, Refused at his cap."""
    if order.state != S.POOLED:
        raise Stale(_("慢了一步：%(number)s 已经被接走了") % {"number": order.number})
    me = Staff.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if load_of(me) >= me.order_cap:
        raise Refused(
            _("您手上已有 %(cap)d 张单，到了上限。先完成或转出一张再抢单") % {"cap": me.order_cap},
            code="full",
        )
    give(order, me, at=at)
    order.state, order.accepted_at = S.ACCEPTED, at
    duty = on_duty(estate_id=order.estate_id, now=now)
    off = duty is not None and me.pk not in duty
    text = phrase("claimed_off_duty" if off else "claimed", who=me.name)
    say(order, "claimed", text, actor=actor, now=now, at=at, off_duty=off)
    return lambda: clocks.accepted(order, actor=actor, at=at)


def _tell_created(order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    record(actor=actor, now=now, verb="order.create", of=order, after=facts(order))
    say(order, "created", assigned_text(order), actor=actor, now=now, at=now)
    if order.is_outside:
        notices.tell_to_send(order, now=now)
    else:
        clocks.opened(order, actor=actor, at=now)
        notices.tell_assigned(order, now=now)
    emit(OrderCreated(order_id=order.pk, case_id=order.case_id, estate_id=order.estate_id, at=now))


def _refuse_bad_order(
    case: Case, technician: Staff | None, since: datetime | None, until: datetime | None
) -> None:
    if case.is_over:
        raise Refused(_("事项 %(number)s 已经结束，不能再派工") % {"number": case.number})
    if until and (since is None or until < since):
        raise Refused(_("预约结束时间应晚于开始时间"), field="appointed_until")
    refuse_stranger(case, technician)
