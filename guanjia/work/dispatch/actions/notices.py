"""Who is told what about an order, each in his own language."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.clock.shipped import label_of
from guanjia.engine.clock.targets import WARN
from guanjia.engine.notify.actions import Text, notify
from guanjia.work.cases.rules import presses
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.dispatch.queries import field_workers, leaders_of
from guanjia.work.dispatch.wording import Phrase

TOLD = ("pk", "company_id", "is_active", "language")


def tell_assigned(order: WorkOrder, *, now: datetime) -> None:
    """The technician; for the pool, everybody of the department who could take it."""
    if order.technician:
        return _tell(
            [order.technician], order, "order.assigned",
            lambda: _("新派工单 %(number)s：%(task)s %(where)s") % _words(order), now=now,
        )  # fmt: skip
    return _tell(
        mates_of(order), order, "order.pooled",
        lambda: _("抢单池新单 %(number)s：%(task)s %(where)s") % _words(order), now=now,
    )  # fmt: skip


def mates_of(order: WorkOrder) -> list[Staff]:
    """The field workers of the order's department, or of the estate when it has none."""
    mates = field_workers([order.estate_id], actor=system(order.company_id)).only(*TOLD)
    return list(mates.filter(department_id=order.department_id) if order.department_id else mates)


def tell_to_send(order: WorkOrder, *, now: datetime) -> None:
    """A contractor must be called: whoever has the case in hand is told, else the supervisors."""
    handler = order.case.handler
    told = [handler] if handler else leaders_of(order.estate_id, order.company_id)
    _tell_at(
        told, order, "order.to_send",
        lambda: _("%(number)s 属保修，请通知外部维修单位：%(task)s %(where)s") % _words(order),
        reverse("cases:case", args=[order.case_id]), now=now,
    )  # fmt: skip


def tell_promise_missed(order: WorkOrder, said: Phrase, *, now: datetime) -> None:
    """The contractor has not kept his date: who has the case in hand, who is answerable for it, the supervisors."""
    own = [person for person in (order.case.handler, order.case.first_owner) if person]
    _tell_at(
        [*own, *leaders_of(order.estate_id, order.company_id)], order, "order.promise_missed",
        lambda: f"{order.number} {said()}", reverse("board:send", args=[order.pk]), now=now,
    )  # fmt: skip


def tell_in_vain(order: WorkOrder, *, now: datetime) -> None:
    """The last order of a case was cancelled and the case still waits for the work."""

    def text() -> str:
        said = _("事项 %(case)s 的派工单已取消，没有人在做。请另派一张工单，或作废事项")
        return said % {"case": order.case.number}

    leaders = leaders_of(order.estate_id, order.company_id)
    _tell_at(leaders, order, "order.in_vain", text, reverse("cases:case", args=[order.case_id]), now=now)


def tell_taken_away(order: WorkOrder, loser: Staff, *, now: datetime) -> None:
    _tell(
        [loser], order, "order.taken", lambda: _("派工单 %(number)s 已不在您手上：%(task)s") % _words(order), now=now
    )  # fmt: skip


def tell_technician(order: WorkOrder, said: Phrase, *, now: datetime) -> None:
    if order.technician:
        _tell([order.technician], order, "order.changed", lambda: f"{order.number} {said()}", now=now)


def tell_field(order: WorkOrder, metric: str, kind: str, *, due_at: datetime | None, now: datetime) -> None:
    """A clock warns or is breached: the technician, or while it is pooled everybody who could take it."""

    def text() -> str:
        said = _("%(label)s快到时限（%(due)s）") if kind == WARN else _("%(label)s已超时（%(due)s）")
        due = f"{localtime(due_at):%m-%d %H:%M}" if due_at else ""
        return f"{order.number} {said % {'label': label_of(metric), 'due': due}}"

    people = [order.technician] if order.technician else mates_of(order)
    _tell(people, order, "order.clock", text, now=now)


def tell_leaders(order: WorkOrder, said: Callable[[], str], *, now: datetime) -> None:
    """The supervisors of the estate, at the board."""
    _tell_at(
        leaders_of(order.estate_id, order.company_id), order, "order.trouble",
        lambda: f"{order.number} {said()}", f"{reverse('board:board')}?order={order.pk}", now=now,
    )  # fmt: skip


def _tell(people: list[Staff], order: WorkOrder, kind: str, text: Text, *, now: datetime) -> None:
    _tell_at(people, order, kind, text, reverse("phone:order", args=[order.pk]), now=now)


def _tell_at(
    people: list[Staff], order: WorkOrder, kind: str, text: Text, link: str, *, now: datetime
) -> None:
    notify(
        to=people,
        kind=kind,
        text=text,
        link=link,
        now=now,
        urgent=_is_urgent(order),
        group=f"order-{order.pk}",
    )


def _is_urgent(order: WorkOrder) -> bool:
    return presses(order.case.urgency, order.case.severity)


def _words(order: WorkOrder) -> dict[str, str]:
    return {"number": order.number, "task": order.task, "where": order.case.where}
