"""Reads that join: loads, candidates for an order, leaders to tell."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guanjia.directory.team.duty import on_duty
from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import MANAGER, ROLES, SUPERVISOR
from guanjia.engine.sop.step import WORK_ORDER
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.dispatch import rules
from guanjia.work.dispatch.models import Contractor, PriceItem, Refusal, WorkOrder

FIELD_ROLES = [code for code, role in ROLES.items() if "orders.work" in role.permissions]


def load_of(technician: Staff) -> int:
    """Orders in the technician's hands, in all estates."""
    return WorkOrder.objects.filter(technician=technician, state__in=WorkOrder.IN_HAND).count()


def technicians_of(estate_ids: Iterable[int], *, actor) -> QuerySet[Staff]:
    """The field workers of these estates with their load, fewest orders first."""
    in_hand = Count("orders", filter=Q(orders__state__in=WorkOrder.IN_HAND))
    people = field_workers(estate_ids, actor=actor).select_related("department")
    return people.annotate(load=in_hand).order_by("load", "name", "pk")


def field_workers(estate_ids: Iterable[int], *, actor) -> QuerySet[Staff]:
    here = Q(everywhere=True) | Q(estates__overlap=list(estate_ids))
    return Staff.objects.visible_to(actor).filter(here, is_active=True, roles__overlap=FIELD_ROLES)


def candidates_for(order: WorkOrder, *, actor, now: datetime) -> list[rules.Suggestion]:
    """Who could take the order, best first. Skill is by the case's topic, knowledge of the place by past orders."""
    duty = on_duty(estate_id=order.estate_id, now=now)
    refused = Refusal.objects.filter(order=order, technician=OuterRef("pk"))
    people = technicians_of([order.estate_id], actor=actor).annotate(
        knows_place=Exists(_been_there(order)), refused=Exists(refused)
    )
    return rules.suggest(_candidate(order, person, duty) for person in people)


def leaders_of(estate_id: int, company_id: int) -> list[Staff]:
    """Whom to tell about trouble in an estate: its supervisors, else its managers."""
    here = Q(everywhere=True) | Q(estates__contains=[estate_id])
    people = Staff.objects.filter(
        here, company_id=company_id, is_active=True, roles__overlap=[SUPERVISOR, MANAGER]
    )
    return [person for person in people if SUPERVISOR in person.roles] or list(people)


def field_steps(case: Case) -> list[Step]:
    """The open steps of the case that wait for work in the field."""
    steps = procedure_of(case).steps
    rows = Step.objects.filter(case=case, done_at=None, cancelled_at=None)
    return [row for row in rows if steps[row.code].opens == WORK_ORDER]


def waits_in_vain(case: Case) -> bool:
    """A step waits for field work and no order is left that would do it."""
    return bool(field_steps(case)) and not WorkOrder.objects.live().filter(case=case).exists()


def contractors_for(order: WorkOrder, *, actor) -> list[Contractor]:
    """Who may be called, those who mend this part first."""
    here = Q(estate=None) | Q(estate_id=order.estate_id)
    known = Contractor.objects.visible_to(actor).filter(here, retired_at=None).order_by("name", "pk")
    part = str(order.case.answers.get("part", ""))
    return sorted(known, key=lambda one: (not one.mends(part), not one.parts))


def prices_for(estate_id: int, *, actor) -> list[PriceItem]:
    """The price list of an estate: its own lines before the company's of the same name."""
    here = Q(estate=None) | Q(estate_id=estate_id)
    rows = PriceItem.objects.visible_to(actor).filter(here, retired_at=None)
    rows = rows.order_by("kind", "name", F("estate_id").asc(nulls_last=True))
    found: dict[tuple[str, str], PriceItem] = {}
    for row in rows:
        found.setdefault((row.kind, row.name), row)
    return list(found.values())


def worries_about(order: WorkOrder, *, now: datetime) -> list[str]:
    """What a dispatcher should hear about the technician who was just given the order."""
    who = order.technician
    if who is None:
        return []
    duty = on_duty(estate_id=order.estate_id, now=now)
    off = duty is not None and who.pk not in duty
    load = load_of(who)
    over = load > who.order_cap
    return [
        *([_("现在不当班")] if off else []),
        *([_("手上 %(load)d 张，超过上限 %(cap)d") % {"load": load, "cap": who.order_cap}] if over else []),
    ]


def _been_there(order: WorkOrder) -> QuerySet[WorkOrder]:
    """Orders a technician has done in the same zone (or the same building when it has none)."""
    done = WorkOrder.objects.filter(
        technician=OuterRef("pk"), state=WorkOrder.State.DONE, estate_id=order.estate_id
    )
    unit = order.case.unit
    if unit is None:
        return done.none()
    if unit.zone_id:
        return done.filter(case__unit__zone_id=unit.zone_id)
    return done.filter(case__unit__building_id=unit.building_id)


def _candidate(order: WorkOrder, person: Staff, duty: frozenset[int] | None) -> rules.Candidate:
    return rules.Candidate(
        pk=person.pk,
        name=person.name,
        on_duty=None if duty is None else person.pk in duty,
        skilled=order.case.topic in person.skills,
        same_department=order.department_id is not None and person.department_id == order.department_id,
        knows_place=person.knows_place,
        load=person.load,
        cap=person.order_cap,
        refused=person.refused,
        staff=person,
    )
