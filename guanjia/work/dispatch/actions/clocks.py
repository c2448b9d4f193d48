"""What happens to the case's clocks when an order moves.

Accepting has a clock per order, which keeps running while the order is refused, transferred or handed back, and
starts again when a taken order loses its technician: the ladder climbs until somebody has it. Arriving, making safe
and finishing are clocks of the case.
"""

from datetime import datetime

from guanjia.engine.access import Actor
from guanjia.engine.clock import actions as clock
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.rules import whole
from guanjia.engine.clock.targets import Target
from guanjia.work.cases import clocks as cases
from guanjia.work.cases.facts import facts_of
from guanjia.work.dispatch.models import Handover, OrderPause, WorkOrder
from guanjia.work.dispatch.parameters import usual_accept_limit

ACCEPT, ARRIVE, SAFE = "accept", "arrive", "safe"


def opened(order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Somebody must accept the order in time."""
    _start_accept(order, 0, actor=actor, now=at)


def unclaimed(order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """The order has changed hands and is not accepted: its clock runs on, or starts again when it had been met."""
    if _open_accept(order) is None:
        turn = Handover.objects.filter(order=order).count()
        _start_accept(order, turn, actor=actor, now=in_order(order, at))


def accepted(order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    if running := _open_accept(order):
        now = in_order(order, at)
        clock.meet_clock(subject=order.case, metric=ACCEPT, detail=running.detail, actor=actor, now=now)


def arrived(order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    now = in_order(order, at)
    cases.meet(order.case, ARRIVE, actor=actor, now=now)
    cases.meet(order.case, "reply", actor=actor, now=now)


def safe(order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    cases.meet(order.case, SAFE, actor=actor, now=in_order(order, at))


def cancelled(order: WorkOrder, *, actor: Actor, at: datetime, reason: str) -> None:
    if running := _open_accept(order):
        clock.cancel_clocks(
            subject=order.case,
            reason=reason,
            metrics=(ACCEPT,),
            detail=running.detail,
            actor=actor,
            now=in_order(order, at),
        )


def paused(order: WorkOrder, pause: OrderPause, *, actor: Actor, at: datetime) -> None:
    cases.pause(order.case, reason=pause.reason, actor=actor, now=in_order(order, at))


def promised(order: WorkOrder, until: datetime | None, *, actor: Actor, at: datetime) -> None:
    """The customer has agreed to the day the parts come: the work is due then."""
    if until is not None:
        cases.parts_promised(order.case, until, actor=actor, now=in_order(order, at))


def resumed(order: WorkOrder, pause: OrderPause, *, actor: Actor, at: datetime) -> None:
    """The case's clocks run again unless another order of it waits for the same thing."""
    others = OrderPause.objects.filter(order__case_id=order.case_id, reason=pause.reason, ended_at=None)
    if not any(other.stops_clocks for other in others.exclude(pk=pause.pk)):
        cases.resume(order.case, reason=pause.reason, actor=actor, now=in_order(order, at))


def in_order(order: WorkOrder, at: datetime) -> datetime:
    """`at`, or the last change of the case's clocks when a phone tells an older thing: their record only grows."""
    last = (
        Clock.objects.of(order.case)
        .open()
        .order_by("-changed_at")
        .values_list("changed_at", flat=True)
        .first()
    )
    return max(whole(at), last) if last else at


def _start_accept(order: WorkOrder, turn: int, *, actor: Actor, now: datetime) -> None:
    case = order.case
    same = {"subject": case, "cycle": case.cycle, "detail": f"{order.pk}.{turn}", "actor": actor, "now": now}
    started = clock.start_clocks_for(facts=facts_of(case), metrics=(ACCEPT,), policy=case.procedure, **same)
    if not started and _open_accept(order) is None:
        limit = usual_accept_limit(order, now=now)
        clock.start_clock(metric=ACCEPT, target=Target(**limit.for_clock()), **same)


def _open_accept(order: WorkOrder) -> Clock | None:
    return (
        Clock.objects.of(order.case).open().filter(metric=ACCEPT, detail__startswith=f"{order.pk}.").first()
    )
