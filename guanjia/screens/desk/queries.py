"""What the desk knows about a caller before the second sentence, in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Prefetch, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.params.values import Parameters
from guanjia.engine.search.index import CASE, CUSTOMER, UNIT, Hit, find
from guanjia.engine.sop import WORK_ORDER
from guanjia.procedures.repair.effects import COVERED, years_later
from guanjia.procedures.repair.papers import PARTS
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Case, Step, TimelineEntry
from guanjia.work.cases.queries import SETTLED, cases_around, last_words
from guanjia.work.ledger.models import Charge

ADDRESS = {CUSTOMER: "desk:customer", UNIT: "desk:unit", CASE: "cases:case"}


@dataclass(frozen=True)
class Group:
    """Hits of one kind, as they are shown."""

    kind: str
    label: str
    icon: str
    hits: list[dict[str, object]]


@dataclass
class Card:
    """The caller's card. `homes` are present; `people` live in the chosen unit."""

    customer: Customer | None = None
    unit: Unit | None = None
    homes: list[Occupancy] = field(default_factory=list)
    people: list[Occupancy] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    said: list[TimelineEntry] = field(default_factory=list)
    owed: Decimal = Decimal(0)

    @property
    def open_cases(self) -> list[Case]:
        return [case for case in self.cases if case.state not in SETTLED]

    @property
    def past_cases(self) -> list[Case]:
        return [case for case in self.cases if case.state in SETTLED]

    @property
    def phone(self) -> str:
        """The number to call back, in full: for the case, not for the screen."""
        phones = list(self.customer.phones.all()) if self.customer else []
        return phones[0].number if phones else ""

    @property
    def warnings(self) -> list[str]:
        """What to know before saying anything."""
        said = [self.customer.note] if self.customer else []
        return [note for note in [*said, self.unit.note if self.unit else ""] if note]


def grouped(typed: str, *, kinds: Iterable[str] = (CUSTOMER, UNIT, CASE), most: int = 6) -> list[Group]:
    """What was found, by kind, each with its address. One statement."""
    shown = {
        CUSTOMER: (pgettext("list", "客户"), "user"),
        UNIT: (_("房产"), "home"),
        CASE: (pgettext("list", "事项"), "clipboard-list"),
    }
    found = find(typed, tuple(kinds), most=most)
    return [
        Group(kind, label, icon, [_drawn(hit) for hit in found if hit.kind == kind])
        for kind, (label, icon) in shown.items() if any(hit.kind == kind for hit in found)
    ]  # fmt: skip


def _drawn(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind, "pk": hit.object_id, "title": hit.title, "subtitle": hit.subtitle,
        "href": reverse(ADDRESS[hit.kind], args=[hit.object_id]),
    }  # fmt: skip


def card_of(actor: Actor, *, customer_id: int | None, unit_id: int | None, today: date) -> Card:
    """Everything about the person and the home. A person with one home is asked about that home. ≤ 8 statements."""
    card = Card()
    if customer_id:
        card.customer = with_phones(actor).filter(pk=customer_id).first()
    if card.customer:
        card.homes = current_homes(actor, card.customer, today=today)
    if unit_id is None and len(card.homes) == 1:
        unit_id = card.homes[0].unit_id
    if unit_id:
        card.unit = unit_for(actor, unit_id)
    if card.unit:
        card.people = people_of(actor, card.unit, today=today)
    units = [card.unit.pk] if card.unit else [home.unit_id for home in card.homes]
    card.cases = cases_around(actor, units=units, customer=card.customer)
    card.said = last_words(actor, card.cases, most=4)
    card.owed = owed_by(actor, customer=card.customer, units=units)
    return card


def owed_by(actor: Actor, *, customer: Customer | None, units: Iterable[int]) -> Decimal:
    """Yuan still owed by a person and homes, for those who may see money. One statement."""
    if not may(actor, "money.view"):
        return Decimal(0)
    whose = Q(unit__in=list(units))
    if customer is not None:
        whose |= Q(customer=customer)
    rest = Sum(F("amount") - F("settled"), default=Decimal(0))
    return Charge.objects.visible_to(actor).open().filter(whose).aggregate(rest=rest)["rest"]


def unit_for(actor: Actor, pk: int) -> Unit | None:
    units = Unit.objects.visible_to(actor).select_related("building", "zone__butler", "estate")
    return units.filter(pk=pk).first()


def with_phones(actor: Actor) -> QuerySet[Customer]:
    """Customers with the numbers in use, the first choice first."""
    phones = Phone.objects.visible_to(actor).filter(retired_at=None).order_by("-is_primary", "id")
    return Customer.objects.visible_to(actor).prefetch_related(Prefetch("phones", phones))


def with_customer(actor: Actor, homes: QuerySet[Occupancy]) -> QuerySet[Occupancy]:
    """Each occupancy with its customer and the customer's phones, in two statements more."""
    return homes.prefetch_related(Prefetch("customer", with_phones(actor)))


def current(today: date) -> Q:
    """Occupancies that hold on a day."""
    return Q(retired_at=None) & (Q(until=None) | Q(until__gte=today)) & (Q(since=None) | Q(since__lte=today))


def current_homes(actor: Actor, customer: Customer, *, today: date) -> list[Occupancy]:
    homes = Occupancy.objects.visible_to(actor).filter(current(today), customer=customer)
    return list(homes.select_related("unit__building", "unit__zone__butler", "estate").order_by("id")[:20])


def people_of(actor: Actor, unit: Unit, *, today: date) -> list[Occupancy]:
    """Who lives in or answers for the unit now, owners first."""
    people = Occupancy.objects.visible_to(actor).filter(current(today), unit=unit)
    found = with_customer(actor, people)
    order = {role: place for place, role in enumerate(Occupancy.Role.values)}
    return sorted(found[:30], key=lambda one: order[one.role])


def handed_over_on(unit: Unit) -> date | None:
    return unit.handed_over_on or unit.estate.handed_over_on


def covered_parts(unit: Unit, *, now: datetime, today: date) -> list[tuple[str, date]]:
    """(parts, last day) of what the developer still answers for, soonest over first. One statement."""
    day = handed_over_on(unit)
    if day is None:
        return []
    here = Parameters.of(unit.estate, now)
    ends: dict[date, list[str]] = {}
    for part in COVERED:
        ends.setdefault(years_later(day, here.value(f"repair.warranty_{part}")), []).append(PARTS[part])
    return [("、".join(parts), end) for end, parts in sorted(ends.items()) if end >= today]


def labelled(steps: Iterable[Step]) -> list[tuple[Step, str]]:
    """Each step with what is to be done there."""
    return [(step, _(procedure_of(step.case).steps[step.code].label)) for step in steps]


def what_next(case: Case) -> list[tuple[Step, str]]:
    """The open steps of a case with their labels."""
    steps = (
        case.steps.filter(done_at=None, cancelled_at=None).select_related("case", "assignee").order_by("id")
    )
    return labelled(steps)


def opens_order(case: Case, steps: Iterable[Step]) -> bool:
    """Whether one of the open steps is field work that can be given to somebody."""
    return any(procedure_of(case).steps[step.code].opens == WORK_ORDER for step in steps)
