"""What the desks ask about cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Building, Unit
from guanjia.engine.access import Actor
from guanjia.engine.search.index import CASE, find
from guanjia.work.cases.likeness import ALIKE, alike, telling_terms
from guanjia.work.cases.models import Case, Incident, TimelineEntry, Topic
from guanjia.work.cases.todo import ON_CARD

SAME_MATTER = timedelta(days=30)
COMPARED = 200
SETTLED = (Case.State.CLOSED, Case.State.CANCELLED, Case.State.MERGED)
SPOKEN = ("registered", "message", "reply", "followup", "delay", "reopened")


@dataclass(frozen=True)
class Likely:
    """An earlier case that may be the same matter, and why it is shown."""

    case: Case
    why: str
    weight: float


def with_place(cases: QuerySet[Case]) -> QuerySet[Case]:
    """What a row of a list needs, in one statement."""
    return cases.select_related("unit__building", "handler", "customer")


def my_cases(actor: Actor, *, estate_id: int | None = None, most: int = 40) -> list[Case]:
    """Open cases I handle or was asked first about, the next due on top. One statement."""
    mine = Case.objects.visible_to(actor).filter(state__in=(Case.State.OPEN, Case.State.FINISHED))
    mine = mine.filter(Q(handler_id=actor.pk) | Q(first_owner_id=actor.pk))
    if estate_id:
        mine = mine.filter(estate_id=estate_id)
    mine = mine.select_related("unit__building").only(*ON_CARD, "state", "version", "next_due_at")
    return list(mine.order_by(F("next_due_at").asc(nulls_last=True), "-id")[:most])


def incidents_now(actor: Actor, *, estate_id: int | None = None) -> list[Incident]:
    """Incidents that have not ended, with the buildings they cover. Two statements."""
    running = Incident.objects.visible_to(actor).filter(ended_at=None).select_related("estate")
    if estate_id:
        running = running.filter(estate_id=estate_id)
    buildings = Prefetch("buildings", Building.objects.visible_to(actor))
    return list(running.prefetch_related(buildings).order_by("-started_at")[:20])


def covering(
    incidents: Iterable[Incident], *, estate_id: int | None, building_id: int | None, topic: str = ""
) -> list[Incident]:
    """Those that reach this place: the whole estate, or the building; the same topic first."""
    here = [
        one
        for one in incidents
        if one.estate_id == estate_id
        and (building_id is None or not (of := {b.pk for b in one.buildings.all()}) or building_id in of)
    ]
    return sorted(here, key=lambda one: one.topic != topic)


def likely_same(
    actor: Actor,
    *,
    estate_id: int,
    now: datetime,
    unit: Unit | None = None,
    customer_id: int | None = None,
    phone: str = "",
    topic: str = "",
    words: str = "",
    place: str = "",
    most: int = 5,
) -> list[Likely]:
    """Cases that may already be about this matter, the likeliest first. At most three statements.

    Whatever is open for the same unit, of the last 30 days also what is closed but of the same topic or words; what
    the caller already has open, what this number called about, and public-area matters described in similar words.
    """
    digits = "".join(filter(str.isdigit, phone))
    called = [hit.object_id for hit in find(digits, (CASE,), most=5)] if len(digits) >= 7 else []
    ours = Case.objects.visible_to(actor).filter(estate_id=estate_id)
    lately, unsettled = Q(opened_at__gte=now - SAME_MATTER), Q(state__in=("open", "finished"))
    wanted = Q(pk__in=called) & unsettled
    if unit is not None:
        wanted |= Q(unit=unit) & (unsettled | Q(state="closed") & lately)
    if customer_id is not None:
        wanted |= Q(customer_id=customer_id) & unsettled
    telling = telling_terms(f"{place} {words}")
    near = list(with_place(ours.filter(wanted).order_by("-id")[:20]))
    found = [_judged(case, unit, customer_id, topic, telling, set(called)) for case in near]
    if telling:
        found += _alike(ours.filter(lately), telling, {case.pk for case in near})
    return sorted((one for one in found if one), key=lambda one: -one.weight)[:most]


def _judged(
    case: Case,
    unit: Unit | None,
    customer_id: int | None,
    topic: str,
    telling: frozenset[str],
    called: set[int],
) -> Likely | None:
    """The topic `other` says nothing, so two of them are not alike for that; their words may be."""
    over = case.state in SETTLED
    if unit is not None and case.unit_id == unit.pk:
        if case.topic == topic != Topic.OTHER:
            return Likely(case, _("同一房号、同类事项"), 2.5 if over else 4)
        if alike(telling, telling_terms(f"{case.title} {case.words}")) >= ALIKE:
            return Likely(case, _("同一房号、说法相似"), 2.4 if over else 3.9)
    if over:
        return None
    if customer_id is not None and case.customer_id == customer_id:
        return Likely(case, _("这位客户的未结事项"), 2.8)
    if case.pk in called:
        return Likely(case, _("同一电话的未结事项"), 2.7)
    return Likely(case, _("同一房号的未结事项"), 2.6)


def _alike(ours: QuerySet[Case], telling: frozenset[str], known: set[int]) -> list[Likely]:
    public = with_place(ours.filter(unit=None, state__in=("open", "finished")).order_by("-opened_at"))
    rated = [
        (alike(telling, telling_terms(f"{case.place} {case.title} {case.words}")), case)
        for case in public[:COMPARED]
        if case.pk not in known
    ]
    return [Likely(case, _("公共区域的相似事项"), 1 + score) for score, case in rated if score >= ALIKE]


def cases_around(
    actor: Actor, *, units: Iterable[int] = (), customer: Customer | None = None, most: int = 20
) -> list[Case]:
    """Cases of these homes or this customer: open ones first, then the newest. One statement."""
    units = list(units)
    about = Q(unit_id__in=units) if units else Q()
    if customer is not None:
        about |= Q(customer=customer)
    if not about:
        return []
    cases = with_place(Case.objects.visible_to(actor).filter(about)).order_by("-opened_at", "-id")
    return sorted(cases[:most], key=lambda case: case.state in SETTLED)


def last_words(actor: Actor, cases: Iterable[Case], *, most: int = 5) -> list[TimelineEntry]:
    """What was last said and promised about these cases, newest first. One statement."""
    entries = TimelineEntry.objects.visible_to(actor).filter(
        case__in=[case.pk for case in cases], kind__in=SPOKEN
    )
    return list(entries.select_related("case").order_by("-at", "-id")[:most])
