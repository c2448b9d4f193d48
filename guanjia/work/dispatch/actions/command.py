"""The frame of every command on an order: once, locked, allowed, at a believable time, told, audited."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change
from guanjia.engine.events import emit
from guanjia.kernel.errors import Forbidden, Stale
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell
from guanjia.work.dispatch import rules
from guanjia.work.dispatch.events import OrderChanged
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.dispatch.wording import Phrase

WORK, ASSIGN, REASSIGN = "orders.work", "dispatch.assign", "dispatch.reassign"
After = Callable[[], None]


def command(
    verb: str, *, within: Iterable[str], by: str = WORK, own: bool = True
) -> Callable[..., Callable[..., WorkOrder]]:
    """Makes `do(order, *, actor, now, at, …)` a command `f(*, order, actor, now, done_at=None, key="", …)`.

    `within` are the states it may be given in. `by` is the permission; with `own` a field worker may only move an
    order that is in his hands (who may reassign it, may move any). `done_at` is when the person did it (a phone may
    tell it later); `at` is what can be believed of that. What `do` returns is run after the order is saved.
    Raises Forbidden, Stale (the order has moved on) or Refused.
    """

    def wrap(do: Callable[..., After | None]) -> Callable[..., WorkOrder]:
        @wraps(do)
        @transaction.atomic
        def act(
            *,
            order: WorkOrder,
            actor: Actor,
            now: datetime,
            done_at: datetime | None = None,
            key: str = "",
            **given: Any,
        ) -> WorkOrder:
            def make() -> WorkOrder:
                held = lock(order, actor)
                _allow(held, actor, by, own)
                _refuse_unless(held, tuple(within))
                at = rules.happened_at(done_at, now=now, last_change=held.changed_at)
                return _carry_out(held, do, verb=verb, actor=actor, now=now, at=at, given=given)

            return once(WorkOrder, key=key, verb=verb, actor=actor, now=now, make=make)

        return act

    return wrap


def lock(order: WorkOrder, actor: Actor) -> WorkOrder:
    """The case first, then the order: the same sequence as commands on the case, so that they never deadlock."""
    Case.objects.visible_to(actor).select_for_update().get(pk=order.case_id)
    return (
        WorkOrder.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("case", "technician", "department", "estate")
        .get(pk=order.pk)
    )


def say(
    order: WorkOrder, kind: str, phrase: Phrase, *, actor: Actor, now: datetime, at: datetime, **data: Any
) -> None:
    """One line on the case's timeline, at the time it was done, with the time the system heard of it."""
    known = {"order": order.pk, "number": order.number, "recorded_at": now.isoformat(), **data, **phrase.kept}
    tell(order.case, kind=f"order.{kind}", actor=actor, now=at, text=phrase(), data=known)


def fact(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> dict[str, Any]:
    """The columns that every fact of this order starts with."""
    return {
        "company_id": order.company_id,
        "estate_id": order.estate_id,
        "order": order,
        "by_id": actor.pk,
        "at": at,
        "recorded_at": now,
    }


def announce(order: WorkOrder, verb: str, at: datetime) -> None:
    """Tell the house."""
    emit(OrderChanged(order_id=order.pk, case_id=order.case_id, estate_id=order.estate_id, at=at, verb=verb))


def _carry_out(
    held: WorkOrder,
    do: Callable[..., After | None],
    *,
    verb: str,
    actor: Actor,
    now: datetime,
    at: datetime,
    given: dict[str, Any],
) -> WorkOrder:
    with change(held, actor=actor, now=now, verb=verb):
        after = do(held, actor=actor, now=now, at=at, **given)
        held.changed_at = at
    held.version += 1
    held.save(update_fields=["version"])
    if after:
        after()
    announce(held, verb, at)
    return held


def _allow(order: WorkOrder, actor: Actor, permission: str, own: bool) -> None:
    if permission == WORK and may(actor, REASSIGN):
        return
    require(actor, permission)
    if permission == WORK and own and not order.is_with(actor):
        raise Forbidden(_("这张单（%(number)s）现在不在您手上，请联系主管") % {"number": order.number})


def _refuse_unless(order: WorkOrder, within: tuple[str, ...]) -> None:
    if order.state not in within:
        raise Stale(
            _("派工单 %(number)s 现在是“%(state)s”，不能做这一步，请刷新后再看")
            % {"number": order.number, "state": order.get_state_display()}
        )
