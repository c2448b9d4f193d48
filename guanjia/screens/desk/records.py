"""The pages of one customer and one unit, each in few statements."""

from datetime import date
from typing import Any

from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.engine.audit.changes import changes_of
from guanjia.screens.desk.contacts import passed
from guanjia.screens.desk.queries import owed_by, unit_for, with_customer, with_phones
from guanjia.work.cases.models import Case
from guanjia.work.cases.queries import SETTLED, cases_around

SHOWN = 60


def customer_page(actor: Actor, pk: int, *, today: date) -> dict[str, Any] | None:
    """Homes now and before, who lives there too, cases, contacts, changes, debts. Eight statements."""
    customer = with_phones(actor).select_related("merged_into").filter(pk=pk).first()
    if customer is None:
        return None
    homes = _homes(actor, customer)
    present = [home for home in homes if holds(home, today)]
    cases = cases_around(actor, units=[], customer=customer, most=SHOWN)
    phones = list(customer.phones.all())
    about = [(Customer, [pk]), (Phone, [one.pk for one in phones]), (Occupancy, [one.pk for one in homes])]
    return {
        "customer": customer, "phones": phones, "homes": present,
        "past_homes": [home for home in homes if home not in present],
        "family": _family(actor, present, customer, today=today), **_sorted(cases),
        "passed": passed(actor, cases), "changes": changes_of(actor, about),
        "owed": owed_by(actor, customer=customer, units=[home.unit_id for home in present]),
    }  # fmt: skip


def unit_page(actor: Actor, pk: int, *, today: date) -> dict[str, Any] | None:
    """Who lives and lived there, its cases and its changes. Six statements."""
    unit = unit_for(actor, pk)
    if unit is None:
        return None
    people = Occupancy.objects.visible_to(actor).filter(unit=unit, retired_at=None)
    people = list(with_customer(actor, people).order_by("until", "since", "id"))
    present = [one for one in people if holds(one, today)]
    cases = cases_around(actor, units=[pk], most=SHOWN)
    about = [(Unit, [pk]), (Occupancy, [one.pk for one in people])]
    return {
        "unit": unit, "people": present, "past_people": [one for one in people if one not in present],
        **_sorted(cases), "changes": changes_of(actor, about),
    }  # fmt: skip


def holds(home: Occupancy, today: date) -> bool:
    """Whether the occupancy is in force on the day."""
    begun = home.since is None or home.since <= today
    return begun and (home.until is None or home.until >= today)


def _homes(actor: Actor, customer: Customer) -> list[Occupancy]:
    homes = Occupancy.objects.visible_to(actor).filter(customer=customer, retired_at=None)
    return list(
        homes.select_related("unit__building", "unit__zone__butler", "estate").order_by("until", "id")
    )


def _family(actor: Actor, homes: list[Occupancy], customer: Customer, *, today: date) -> list[Occupancy]:
    others = Occupancy.objects.visible_to(actor).filter(
        unit__in=[home.unit_id for home in homes], retired_at=None
    )
    others = others.exclude(customer=customer).select_related("customer", "unit__building")
    return [one for one in others[:30] if holds(one, today)]


def _sorted(cases: list[Case]) -> dict[str, list[Case]]:
    return {
        "open_cases": [case for case in cases if case.state not in SETTLED],
        "past_cases": [case for case in cases if case.state in SETTLED],
    }
