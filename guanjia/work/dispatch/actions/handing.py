"""The holder lets go: refuses, hands on, returns; or the order is cancelled."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from guanjia.directory.team.models import Department, Staff
from guanjia.engine.access import Actor, SystemActor
from guanjia.kernel.errors import Refused
from guanjia.work.dispatch.actions import clocks, notices
from guanjia.work.dispatch.actions.command import ASSIGN, After, command, fact, say
from guanjia.work.dispatch.actions.hands import (
    after_handing,
    give,
    hand_to,
    holder,
    record_handover,
    refuse_stranger,
    take_back,
)
from guanjia.work.dispatch.models import Handover, Refusal, WorkOrder
from guanjia.work.dispatch.queries import waits_in_vain
from guanjia.work.dispatch.wording import phrase

S = WorkOrder.State


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
    give(order, None, at=at)
    text = phrase("refused", who=refuser.name, refusal=refusal.reason, words=refusal.words)
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
    refuse_stranger(order, technician)
    giver = order.technician
    record_handover(
        order, Handover.Kind.TRANSFER, technician, department, reason, actor=actor, now=now, at=at
    )
    take_back(order, actor=actor, now=now, at=at)
    hand_to(order, technician, department, actor=actor, now=now, at=at)
    told = {"who": giver.name, "why": reason.strip()}
    line = phrase("transferred_to", **told, to=holder(order))
    say(order, "transferred", line, actor=actor, now=now, at=at)
    return after_handing(order, actor=actor, now=now, at=at, leaders=phrase("transferred", **told))


@command("order.return", within=(S.ACCEPTED, S.ON_THE_WAY, S.ARRIVED, S.PAUSED))
def return_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, reason: str) -> After:
    """Give a taken order back to the supervisor, with the reason."""
    giver = order.technician
    record_handover(order, Handover.Kind.RETURN, None, order.department, reason, actor=actor, now=now, at=at)
    take_back(order, actor=actor, now=now, at=at)
    give(order, None, at=at)
    text = phrase("returned", who=giver.name, why=reason.strip())
    say(order, "returned", text, actor=actor, now=now, at=at)
    return after_handing(order, actor=actor, now=now, at=at, leaders=text)


@command("order.cancel", within=WorkOrder.LIVE, by=ASSIGN)
def cancel_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, reason: str) -> After:
    """The work is not needed any more. Who had it is told; the supervisors, when the case still waits for it."""
    if not reason.strip():
        raise Refused(_("请写明取消原因"), field="reason")
    loser = order.technician
    take_back(order, actor=actor, now=now, at=at)
    order.state, order.cancelled_at = S.CANCELLED, at
    say(order, "cancelled", phrase("cancelled", why=reason.strip()), actor=actor, now=now, at=at)
    if loser:
        notices.tell_taken_away(order, loser, now=now)
    return partial(_after_cancelling, order, reason.strip(), actor=actor, now=now, at=at)


@command("order.reopen", within=(S.CANCELLED,), by=ASSIGN)
def reopen_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> After:
    """Take a cancellation back: to the technician who had it, else to the pool, or to be sent outside again."""
    order.cancelled_at = None
    if order.is_outside:
        order.state = S.SENT if order.sent_at else S.TO_SEND
    else:
        give(order, order.technician, at=at)
    say(order, "reopened", phrase("reopened", holder=holder(order)), actor=actor, now=now, at=at)
    if order.is_outside:
        return lambda: notices.tell_to_send(order, now=now)
    return after_handing(order, actor=actor, now=now, at=at)


def _after_cancelling(order: WorkOrder, reason: str, *, actor: Actor, now: datetime, at: datetime) -> None:
    clocks.cancelled(order, actor=actor, at=at, reason=reason)
    if not isinstance(actor, SystemActor) and waits_in_vain(order.case):
        notices.tell_in_vain(order, now=now)


def _known_reason(reason: str, words: str) -> str:
    if reason not in Refusal.Reason.values:
        raise Refused(_("请选择拒单原因"), field="reason")
    if reason == Refusal.Reason.OTHER and not words.strip():
        raise Refused(_("选“其他”时请写明原因"), field="words")
    return reason
