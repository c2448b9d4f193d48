"""The board: every live order once, in columns by state, department or technician."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.directory.team.models import Department, Staff
from guanjia.work.dispatch.models import OrderPause, Refusal, WorkOrder
from guanjia.work.dispatch.queries import technicians_of
from guanjia.work.roster.models import DutyShift

S = WorkOrder.State
SOON = timedelta(minutes=30)
MOST = 400
GROUPINGS = ("state", "department", "technician")


@dataclass(frozen=True)
class Column:
    """A column: `to` is what dropping a card here means (`staff-7`, `department-3`, `pool`, or nothing)."""

    title: str
    cards: list[WorkOrder]
    to: str = ""
    person: Staff | None = None


@dataclass(frozen=True)
class Board:
    columns: list[Column]
    people: list[Staff]
    departments: list[Department]
    late: int
    soon: int
    unassigned: int
    is_cut: bool


def board_of(
    actor, *, now: datetime, estate_id: int | None, estate_ids: list[int], filters: dict[str, str]
) -> Board:
    """All cards by next due time, late ones on top (five statements). `estate_ids` are all the actor may see."""
    live = list(_cards(actor, estate_id, filters).live()[:MOST])
    finished = list(_cards(actor, estate_id, filters).filter(state=S.DONE, done_at__gte=_midnight(now))[:100])
    people = _people(actor, estate_id, estate_ids, now)
    departments = list(_departments(actor, estate_id))
    if filters.get("late"):
        live = [card for card in live if _is_due(card, now)]
    columns = _grouped(filters.get("by", "state"), live, finished, people, departments)
    return Board(
        columns,
        people,
        departments,
        late=sum(_is_due(card, now) for card in live),
        soon=sum(_is_due(card, now + SOON) and not _is_due(card, now) for card in live),
        unassigned=sum(card.state == S.POOLED for card in live),
        is_cut=len(live) == MOST,
    )


def _cards(actor, estate_id: int | None, filters: dict[str, str]) -> QuerySet[WorkOrder]:
    cards = (
        WorkOrder.objects.visible_to(actor)
        .with_place()
        .annotate(
            refused_why=Subquery(_last_refusal().values("reason")),
            refused_by=Subquery(_last_refusal().values("technician__name")),
            pause_until=Subquery(_open_pause().values("until")),
            pause_reason=Subquery(_open_pause().values("reason")),
            pause_asks=Subquery(_open_pause().filter(is_long=True, agreed_at=None).values("pk")),
        )
    )
    if estate_id:
        cards = cards.filter(estate_id=estate_id)
    for name, column in (("department", "department_id"), ("urgency", "case__urgency"), ("kind", "kind")):
        if filters.get(name):
            cards = cards.filter(**{column: filters[name]})
    return cards.order_by("case__next_due_at", "created_at", "pk")


def _last_refusal() -> QuerySet[Refusal]:
    return Refusal.objects.filter(order=OuterRef("pk")).order_by("-pk")[:1]


def _open_pause() -> QuerySet[OrderPause]:
    return OrderPause.objects.filter(order=OuterRef("pk"), ended_at=None)


def _people(actor, estate_id: int | None, estate_ids: list[int], now: datetime) -> list[Staff]:
    """Field workers with load and whether they are on duty (`duty`: True, False, or None without a roster)."""
    shifts = DutyShift.objects.visible_to(actor).filter(
        cancelled_at=None, starts_at__lt=now + timedelta(days=1), ends_at__gt=now - timedelta(days=1)
    )
    if estate_id:
        shifts = shifts.filter(estate_id=estate_id)
    near = list(shifts.values_list("staff_id", "starts_at", "ends_at"))
    working = {who for who, since, until in near if since <= now < until}
    people = list(technicians_of([estate_id] if estate_id else estate_ids, actor=actor)[:100])
    for person in people:
        person.duty = (person.pk in working) if near else None
        person.is_full = person.load >= person.order_cap
    return sorted(people, key=lambda person: (person.duty is False, person.load, person.name))


def _departments(actor, estate_id: int | None) -> QuerySet[Department]:
    here = Department.objects.visible_to(actor)
    return here.filter(Q(estate_id=estate_id) | Q(estate=None)) if estate_id else here


def _grouped(
    by: str,
    live: list[WorkOrder],
    finished: list[WorkOrder],
    people: list[Staff],
    departments: list[Department],
) -> list[Column]:
    ways: dict[str, Callable[[], list[Column]]] = {
        "department": lambda: _by_department(live, departments),
        "technician": lambda: _by_technician(live, people),
    }
    return ways.get(by, lambda: _by_state(live, finished))()


def _by_state(live: list[WorkOrder], finished: list[WorkOrder]) -> list[Column]:
    def where(*states: str) -> list[WorkOrder]:
        return [card for card in live if card.state in states]

    return [
        Column(_("待派"), where(S.POOLED), to="pool"),
        Column(_("待接单"), where(S.ASSIGNED)),
        Column(_("已接单"), where(S.ACCEPTED, S.ON_THE_WAY)),
        Column(_("作业中"), where(S.ARRIVED)),
        Column(pgettext("state", "暂停"), where(S.PAUSED)),
        *([_outside(live)] if _outside(live).cards else []),
        Column(_("今日完工"), finished),
    ]


def _by_department(live: list[WorkOrder], departments: list[Department]) -> list[Column]:
    def cards(pk: int | None) -> list[WorkOrder]:
        return [card for card in live if card.department_id == pk]

    known = [Column(one.name, cards(one.pk), to=f"department-{one.pk}") for one in departments]
    return [*([Column(_("未定部门"), cards(None))] if cards(None) else []), *known]


def _by_technician(live: list[WorkOrder], people: list[Staff]) -> list[Column]:
    def cards(pk: int | None) -> list[WorkOrder]:
        return [card for card in live if card.technician_id == pk and not card.is_outside]

    known = [Column(one.name, cards(one.pk), to=f"staff-{one.pk}", person=one) for one in people]
    others = [
        card for card in live if card.technician_id and card.technician_id not in {one.pk for one in people}
    ]
    rest = [Column(_("其他人员"), others)] if others else []
    outside = [_outside(live)] if _outside(live).cards else []
    return [Column(_("待派"), cards(None), to="pool"), *known, *rest, *outside]


def _outside(live: list[WorkOrder]) -> Column:
    """What contractors have in hand, or should be told."""
    return Column(_("外部维修单位"), [card for card in live if card.is_outside])


def _is_due(card: WorkOrder, at: datetime) -> bool:
    return card.case.next_due_at is not None and card.case.next_due_at < at


def _midnight(now: datetime) -> datetime:
    return localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
