"""What the meter pages show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from guanjia.directory.places.models import Building
from guanjia.engine.ui import shell
from guanjia.kernel import room
from guanjia.work.ledger.actions import today
from guanjia.work.meters.models import Meter, MeterReading
from guanjia.work.meters.queries import sheet_of, unread, with_last

MOST = 200
SHARED = 0  # what belongs to no building


@dataclass
class Round:
    """Which meters are read on which day; `estate` None where the person has none."""

    estate: Any
    estates: list[Any]
    building: int | None
    kind: str
    on: date | None


def round_of(request: HttpRequest, now: Any) -> Round:
    """As the address (or the form) says; else the estate in the switcher, cold water, today."""
    asked = {**request.GET.dict(), **request.POST.dict()}
    estates = shell.estates(request)
    wanted = asked.get("estate") or shell.chosen_estate_id(request)
    estate = next((each for each in estates if str(each.pk) == str(wanted)), estates[0] if estates else None)
    kind = asked.get("kind", "")
    building = asked.get("building", "")
    return Round(
        estate, estates, int(building) if building.isdecimal() else None,
        kind if kind in Meter.Kind.values else str(Meter.Kind.COLD_WATER),
        (_day(asked.get("on", "")) or today(estate, now)) if estate else None,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def one_building(chosen: Round, buildings: list[Building], *, is_said: bool) -> Building | None:
    """Narrows a round that says no building, or one of another estate, to the first; returns the one that follows."""
    at = [one.pk for one in buildings]
    if chosen.building not in (*at, SHARED) and not (is_said and chosen.building is None):
        chosen.building = at[0] if at else None
    return buildings[at.index(chosen.building) + 1] if chosen.building in at[:-1] else None


def rows_of(chosen: Round, actor: Any) -> list[Meter]:
    if chosen.estate is None or chosen.on is None:
        return []
    return sheet_of(chosen.estate, actor=actor, on=chosen.on, building=chosen.building, kind=chosen.kind)


def buildings_of(chosen: Round, actor: Any) -> list[Building]:
    """Those where such a meter hangs, in their order."""
    metered = Meter.objects.in_use().filter(estate=chosen.estate, kind=chosen.kind).values("building")
    rows = Building.objects.visible_to(actor).filter(estate=chosen.estate, pk__in=metered)
    return list(rows.order_by("order", "pk"))


def searched(rows: QuerySet[Meter], text: str) -> QuerySet[Meter]:
    """By number, or by room in any spelling."""
    found = Q(number__icontains=text) | Q(place__icontains=text) | Q(unit__key__icontains=text)
    return rows.filter(found | Q(unit__key__in=room.candidates(text)))


def doubtful(actor: Any, estate_id: int | None) -> list[MeterReading]:
    """What must be confirmed, oldest first, each with `before`: the mark it is measured from."""
    rows = MeterReading.objects.visible_to(actor).doubtful()
    if estate_id:
        rows = rows.filter(estate=estate_id)
    rows = rows.select_related("meter__estate", "meter__building", "meter__unit__building").order_by(
        "on", "pk"
    )
    return list(rows[:MOST])


def missing(chosen: Round, actor: Any) -> list[Meter]:
    """Meters of the round that nobody has read this month."""
    if chosen.estate is None or chosen.on is None:
        return []
    rows = Meter.objects.visible_to(actor).filter(estate=chosen.estate, kind=chosen.kind)
    rows = unread(rows, since=chosen.on.replace(day=1), through=chosen.on)
    return list(with_last(rows.with_place()).order_by("building__order", "unit__sort_key", "pk")[:MOST])


def found_on_the_phone(actor: Any, chosen: Round, text: str) -> list[Meter]:
    """The meters that a number (typed, or in the code on the device) or a room names; without one, the round's."""
    if not text:
        return rows_of(chosen, actor)[:MOST] if chosen.building else []
    rows = searched(with_last(Meter.objects.visible_to(actor).in_use().with_place()), text)
    return list(rows.order_by("number")[:20])
