"""Who gets the order: created, put into the pool, given, claimed, refused, handed on, taken back."""

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
from guanjia.work.cases.models import Case, Step
from guanjia.work.dispatch.actions import clocks, notices
from guanjia.work.dispatch.actions.command import ASSIGN, REASSIGN, After, command, fact, say
from guanjia.work.dispatch.events import OrderCreated
from guanjia.work.dispatch.models import Handover, OrderPause, Refusal, Trip, WorkOrder, number_of
from guanjia.work.dispatch.queries import load_of

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
    step: Step | None = None,
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
            company_id=held.company_id,
            estate_id=held.estate_id,
            case=held,
            step=step,
            kind=kind,
            task=(task or held.title)[:200],
            standard=standard,
            department=department or held.department,
            appointed_from=appointed_from,
            appointed_until=appointed_until or appointed_from,
            created_at=now,
            changed_at=now,
        )
        _give(order, technician, at=now)
        today = localtime(now)
        order.number = number_of(
            today,
            next_number(
                company_id=held.company_id, estate_id=held.estate_id, kind="order", period=f"{today:%y%m%d}"
            ),
        )
        order.save()
        _tell_created(order, actor=actor, now=now)
        return order

    return once(WorkOrder, key=key, verb="order.create", actor=actor, now=now, make=make)


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
    _refuse_stale(order, seen_version)
    _refuse_stranger(order, technician)
    _hand_to(order, technician, department, at=at)
    say(order, "assigned", _assigned_text(order), actor=actor, now=now, at=at)
    return _after_handing(order, actor=actor, now=now, at=at)


@command("order.reassign", within=WorkOrder.LIVE, by=REASSIGN)
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
    _refuse_stale(order, seen_version)
    _refuse_stranger(order, technician)
    loser = order.technician
    _record_handover(
        order, Handover.Kind.REASSIGN, technician, department, reason, actor=actor, now=now, at=at
    )
    _take_back(order, actor=actor, now=now, at=at)
    _hand_to(order, technician, department, at=at)
    say(order, "reassigned", _assigned_text(order), actor=actor, now=now, at=at, reason=reason)
    if loser and loser.pk != order.technician_id:
        notices.tell_taken_away(order, loser, now=now)
    return _after_handing(order, actor=actor, now=now, at=at)


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
        raise Stale(_("慢了一步:%(number)s 已经被接走了") % {"number": order.number})
    me = Staff.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if load_of(me) >= me.order_cap:
        raise Refused(
            _("您手上已有 %(cap)d 张单,到了上限。先完成或转出一张再抢单") % {"cap": me.order_cap}, code="full"
        )
    _give(order, me, at=at)
    order.state, order.accepted_at = S.ACCEPTED, at
    duty = on_duty(estate_id=order.estate_id, now=now)
    off = duty is not None and me.pk not in duty
    text = _("%(who)s抢单(非当班)") if off else _("%(who)s抢单")
    say(order, "claimed", text % {"who": me.name}, actor=actor, now=now, at=at, off_duty=off)
    return lambda: clocks.accepted(order, actor=actor, at=at)


@command("order.refuse", within=(S.ASSIGNED,))
def refuse_order(
    order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, reason: str, words: str = ""
) -> After:
    """Not taken, and why: back to the supervisor's unassigned orders, and the supervisor is told at once."""
    reason = _known_reason(reason, words)
    refuser = order.technician
    refusal = Refusal.objects.create(
        **fact(order, actor=actor, now=now, at=at), technician=refuser, reason=reason, words=words.strip()
    )
    _give(order, None, at=at)
    why = " ".join(filter(None, [refusal.get_reason_display(), refusal.words]))
    text = _("%(who)s拒单:%(why)s") % {"who": refuser.name, "why": why}
    say(order, "refused", text, actor=actor, now=now, at=at, reason=reason)
    return lambda: (clocks.unclaimed(order, actor=actor, at=at), notices.tell_leaders(order, text, now=now))


@command("order.transfer", within=WorkOrder.IN_HAND)
def transfer_order(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    reason: str,
    technician: Staff | None = None,
    department: Department | None = None,
) -> After:
    """Hand the order to a colleague, or to another department's pool, with the reason."""
    if technician is None and department is None:
        raise Refused(_("请选择转给哪位同事或哪个部门"), field="technician")
    if technician and technician.pk == order.technician_id:
        raise Refused(_("单子本来就在这位同事手上"), field="technician")
    _refuse_stranger(order, technician)
    giver = order.technician
    _record_handover(
        order, Handover.Kind.TRANSFER, technician, department, reason, actor=actor, now=now, at=at
    )
    _take_back(order, actor=actor, now=now, at=at)
    _hand_to(order, technician, department, at=at)
    text = _("%(who)s转单:%(why)s") % {"who": giver.name, "why": reason.strip()}
    say(order, "transferred", f"{text} → {_holder(order)}", actor=actor, now=now, at=at)
    return _after_handing(order, actor=actor, now=now, at=at, leaders=text)


@command("order.return", within=(S.ACCEPTED, S.ON_THE_WAY, S.ARRIVED, S.PAUSED))
def return_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, reason: str) -> After:
    """Give a taken order back to the supervisor, with the reason."""
    giver = order.technician
    _record_handover(order, Handover.Kind.RETURN, None, order.department, reason, actor=actor, now=now, at=at)
    _take_back(order, actor=actor, now=now, at=at)
    _give(order, None, at=at)
    text = _("%(who)s退单:%(why)s") % {"who": giver.name, "why": reason.strip()}
    say(order, "returned", text, actor=actor, now=now, at=at)
    return _after_handing(order, actor=actor, now=now, at=at, leaders=text)


@command("order.cancel", within=WorkOrder.LIVE, by=ASSIGN)
def cancel_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, reason: str) -> After:
    """The work is not needed any more. The one who had it is told."""
    if not reason.strip():
        raise Refused(_("请写明取消原因"), field="reason")
    loser = order.technician
    _take_back(order, actor=actor, now=now, at=at)
    order.state, order.cancelled_at = S.CANCELLED, at
    text = _("派工单取消:%(why)s") % {"why": reason.strip()}
    say(order, "cancelled", text, actor=actor, now=now, at=at)
    if loser:
        notices.tell_taken_away(order, loser, now=now)
    return lambda: clocks.cancelled(order, actor=actor, at=at, reason=reason.strip())


def _give(order: WorkOrder, technician: Staff | None, *, at: datetime) -> None:
    """To this technician, who has still to accept, or to the pool."""
    order.technician = technician
    order.state = S.ASSIGNED if technician else S.POOLED
    order.assigned_at = at if technician else None
    order.accepted_at = None


def _hand_to(
    order: WorkOrder, technician: Staff | None, department: Department | None, *, at: datetime
) -> None:
    if department or (technician and technician.department_id):
        order.department_id = department.pk if department else technician.department_id
    _give(order, technician, at=at)


def _take_back(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> None:
    """End what the last holder had begun: his pause (the clocks run again) and his trip."""
    for pause in OrderPause.objects.filter(order=order, ended_at=None):
        pause.ended_at = at
        pause.save(update_fields=["ended_at"])
        clocks.resumed(order, pause, actor=actor, at=at)
    Trip.objects.filter(order=order, ended_at=None).update(ended_at=at)


def _after_handing(
    order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, leaders: str = ""
) -> After:
    """The accept clock keeps running, or starts again, so that the ladder goes on climbing."""

    def after() -> None:
        clocks.unclaimed(order, actor=actor, at=at)
        notices.tell_assigned(order, now=now)
        if leaders:
            notices.tell_leaders(order, leaders, now=now)

    return after


def _tell_created(order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    record(actor=actor, now=now, verb="order.create", of=order, after=facts(order))
    say(order, "created", _assigned_text(order), actor=actor, now=now, at=now)
    clocks.opened(order, actor=actor, at=now)
    notices.tell_assigned(order, now=now)
    emit(OrderCreated(order_id=order.pk, case_id=order.case_id, estate_id=order.estate_id, at=now))


def _record_handover(
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


def _refuse_bad_order(
    case: Case, technician: Staff | None, since: datetime | None, until: datetime | None
) -> None:
    if case.is_over:
        raise Refused(_("事项 %(number)s 已经结束,不能再派工") % {"number": case.number})
    if until and (since is None or until < since):
        raise Refused(_("预约结束时间应晚于开始时间"), field="appointed_until")
    _refuse_stranger(case, technician)


def _refuse_stranger(row: Case | WorkOrder, technician: Staff | None) -> None:
    if technician is None:
        return
    ours = technician.company_id == row.company_id and row.estate_id in technician.estate_ids
    if not ours or not technician.is_active or "orders.work" not in technician.permissions:
        raise Refused(
            _("%(who)s不能接这个项目的派工单,请选择其他师傅") % {"who": technician.name}, field="technician"
        )


def _refuse_stale(order: WorkOrder, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != order.version:
        raise Stale(
            _("%(number)s 刚刚被改动(现在是“%(state)s”),请看过再派")
            % {"number": order.number, "state": order.get_state_display()}
        )


def _known_reason(reason: str, words: str) -> str:
    if reason not in Refusal.Reason.values:
        raise Refused(_("请选择拒单原因"), field="reason")
    if reason == Refusal.Reason.OTHER and not words.strip():
        raise Refused(_("选“其他”时请写明原因"), field="words")
    return reason


def _holder(order: WorkOrder) -> str:
    if order.technician:
        return order.technician.name
    return str(order.department or _("待派"))


def _assigned_text(order: WorkOrder) -> str:
    if order.technician:
        return _("派给%(who)s") % {"who": order.technician.name}
    return _("进入抢单池(%(where)s)") % {"where": order.department or _("未定部门")}
