"""What the technician does in the field: accept, set out, arrive, pause, resume, complete."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.events import emit
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.dispatch import rules
from guanjia.work.dispatch.actions import clocks, notices
from guanjia.work.dispatch.actions.casework import go_on
from guanjia.work.dispatch.actions.command import REASSIGN, After, command, fact, say
from guanjia.work.dispatch.events import OrderDone
from guanjia.work.dispatch.models import OrderPause, OrderPhoto, Quote, Trip, WorkOrder
from guanjia.work.dispatch.parameters import long_pause_hours, needs
from guanjia.work.dispatch.wording import phrase

S = WorkOrder.State
RESULTS = ("fixed", "contractor", "declined")
PAUSABLE = (S.ACCEPTED, S.ON_THE_WAY, S.ARRIVED)


@command("order.accept", within=(S.ASSIGNED,))
def accept_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """The technician takes the order; the accept clock stops."""
    order.state, order.accepted_at = S.ACCEPTED, at
    say(order, "accepted", phrase("accepted", who=order.technician.name), actor=actor, now=now, at=at)
    return lambda: clocks.accepted(order, actor=actor, at=at)


@command("order.set_out", within=(S.ACCEPTED,))
def set_out(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> None:
    """On the way: a trip begins."""
    order.state = S.ON_THE_WAY
    trip = _start_trip(order, actor=actor, now=now, at=at)
    code = "set_out" if trip.number == 1 else "set_out_again"
    text = phrase(code, who=order.technician.name, n=trip.number)
    say(order, "set_out", text, actor=actor, now=now, at=at)


@command("order.arrive", within=(S.ACCEPTED, S.ON_THE_WAY))
def arrive(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """On the spot; the arrive clock stops. Without having set out first, the trip begins here."""
    trip = Trip.objects.filter(order=order, ended_at=None).first() or _start_trip(
        order, actor=actor, now=now, at=at
    )
    trip.arrived_at = at
    trip.save(update_fields=["arrived_at"])
    order.state = S.ARRIVED
    say(order, "arrived", phrase("arrived", who=order.technician.name), actor=actor, now=now, at=at)
    return lambda: clocks.arrived(order, actor=actor, at=at)


@command("order.make_safe", within=(S.ARRIVED,))
def make_safe(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """The danger is over (water shut off, people out): the make-safe clock stops, the repair goes on."""
    text = phrase("made_safe", who=order.technician.name)
    say(order, "made_safe", text, actor=actor, now=now, at=at)
    return lambda: clocks.safe(order, actor=actor, at=at)


@command("order.pause", within=PAUSABLE)
def pause_order(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    reason: str,
    until: datetime,
    words: str = "",
    agreed: bool = False,
) -> After:
    """Work stands still until about `until`. A long pause stops the clocks only when a supervisor agrees.

    `agreed`: the customer has agreed to this day for the parts; the work is due then, whatever the pause.
    """
    if reason not in OrderPause.Reason.values:
        raise Refused(_("请选择暂停原因"), field="reason")
    if until <= at:
        raise Refused(_("预计恢复时间应晚于现在"), field="until")
    is_long = rules.is_long_pause(at, until, limit_hours=long_pause_hours(order, now=now))
    pause = OrderPause.objects.create(
        **fact(order, actor=actor, now=now, at=at),
        reason=reason,
        words=words.strip(),
        until=until,
        state_before=order.state,
        is_long=is_long,
    )
    order.state = S.PAUSED
    Trip.objects.filter(order=order, ended_at=None).update(ended_at=at)
    text = phrase("paused", pause=pause.reason, words=pause.words)
    say(order, "paused", text, actor=actor, now=now, at=at, until=until.isoformat(), is_long=is_long)
    promised = until if agreed and reason == OrderPause.Reason.PARTS else None
    if is_long:

        def ask() -> str:
            return _("%(text)s。暂停较长，请确认是否同意停表") % {"text": text()}

        return lambda: (
            clocks.promised(order, promised, actor=actor, at=at),
            notices.tell_leaders(order, ask, now=now),
        )
    return lambda: (
        clocks.paused(order, pause, actor=actor, at=at),
        clocks.promised(order, promised, actor=actor, at=at),
    )


@command("order.pause.agree", within=(S.PAUSED,), by=REASSIGN)
def agree_pause(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """The second word on a long pause: from now on the clocks stand still."""
    pause = _open_pause(order)
    if not pause.is_long or pause.agreed_at:
        raise Refused(_("这次暂停不需要再确认"))
    if pause.by_id == actor.pk:
        raise Forbidden(_("自己提出的长时间暂停须由另一位主管确认"))
    pause.agreed_at, pause.agreed_by_id = at, actor.pk
    pause.save(update_fields=["agreed_at", "agreed_by"])
    text = phrase("pause_agreed", who=actor.name)
    say(order, "pause_agreed", text, actor=actor, now=now, at=at)
    notices.tell_technician(order, text, now=now)
    if pause.overrun_at:
        return lambda: None
    return lambda: clocks.paused(order, pause, actor=actor, at=at)


@command("order.resume", within=(S.PAUSED,))
def resume_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """The work goes on: the technician sets out again; the clocks run again."""
    pause = _open_pause(order)
    pause.ended_at = max(at, pause.at)
    pause.save(update_fields=["ended_at"])
    order.state = S.ACCEPTED
    say(order, "resumed", phrase("resumed"), actor=actor, now=now, at=at, reason=pause.reason)
    return lambda: clocks.resumed(order, pause, actor=actor, at=at)


@command("order.pause.overrun", within=(S.PAUSED,), by=REASSIGN)
def overrun_pause(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """The pause has outlasted what was said: the clocks run again until somebody speaks."""
    pause = _open_pause(order)
    stopped = pause.stops_clocks
    pause.overrun_at = now
    pause.save(update_fields=["overrun_at"])
    text = phrase("pause_overrun")
    say(order, "pause_overrun", text, actor=actor, now=now, at=now)
    notices.tell_technician(order, text, now=now)
    notices.tell_leaders(order, text, now=now)
    return lambda: clocks.resumed(order, pause, actor=actor, at=now) if stopped else None


@command("order.complete", within=(S.ARRIVED,))
def complete_order(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    outcome: str,
    result: str = "fixed",
    fault: str = "",
    pay: str = "",
) -> After:
    """Done: photos and signature are there as the estate demands, no quote is waiting; the case moves on.

    `outcome` says what was done; `result` is fixed, contractor (turns out to be under warranty) or declined (the
    customer does not want the price); `pay` is free, on_spot or charged.
    """
    _refuse_unfinished(order, outcome, result, now=now)
    order.state, order.done_at, order.outcome = S.DONE, at, outcome.strip()
    Trip.objects.filter(order=order, ended_at=None).update(ended_at=at)
    text = phrase("done", who=order.technician.name, outcome=order.outcome)
    say(order, "done", text, actor=actor, now=now, at=at)
    return partial(
        after_done, order, actor=actor, at=at, result=result, fault=fault.strip(), pay=pay or "charged"
    )


def after_done(order: WorkOrder, *, actor: Actor, at: datetime, **record: str) -> None:
    """The house hears of it, and the case goes on."""
    at = clocks.in_order(order, at)
    emit(OrderDone(order_id=order.pk, case_id=order.case_id, estate_id=order.estate_id, at=at))
    go_on(order, actor=actor, now=at, **record)


def _refuse_unfinished(order: WorkOrder, outcome: str, result: str, *, now: datetime) -> None:
    if not outcome.strip():
        raise Refused(_("请写一句处理结果"), field="outcome")
    if result not in RESULTS:
        raise Refused(_("请选择处理结果"), field="result")
    if result != "fixed":
        return
    kinds = set(OrderPhoto.objects.filter(order=order).values_list("kind", flat=True))
    demanded = needs(order, now=now)
    if demanded.photos and not {"before", "after"} <= kinds:
        raise Refused(_("请先拍维修前、维修后的照片"), field="photos")
    if demanded.signature and not kinds & {"signature", "slip"}:
        raise Refused(_("请让客户签名，或拍下已签字的单据"), field="signature")
    if Quote.objects.filter(order=order, replaced_at=None, agreed_at=None, declined_at=None).exists():
        raise Refused(_("报价还没有得到客户同意，请先请客户确认"), field="quote")


def _start_trip(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> Trip:
    return Trip.objects.create(
        **fact(order, actor=actor, now=now, at=at),
        technician=order.technician,
        number=Trip.objects.filter(order=order).count() + 1,
    )


def _open_pause(order: WorkOrder) -> OrderPause:
    return OrderPause.objects.get(order=order, ended_at=None)
