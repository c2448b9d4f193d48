"""Reads about places."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from guanjia.directory.places.models import Building, Estate, Unit
from guanjia.engine.access import Actor
from guanjia.kernel import room


def estates_of(actor: Actor) -> QuerySet[Estate]:
    """The estates that this person works for."""
    return Estate.objects.visible_to(actor).order_by("id")


def units_named(text: str, *, actor: Actor, estate: Estate | None = None) -> list[Unit]:
    """The units that a room as typed may mean (`3栋2单元1501`, `31501`), the likeliest first. One statement."""
    keys = room.candidates(text)
    units = (
        Unit.objects.visible_to(actor)
        .filter(key__in=keys, retired_at=None)
        .select_related("building", "zone", "estate")
    )
    found = units.filter(estate=estate) if estate else units
    return sorted(found, key=lambda unit: (keys.index(unit.key), unit.estate_id))


def unit_with_people(pk: int, *, actor: Actor) -> Unit:
    """A unit with zone, butler and everybody in `unit.occupancies` with their phones. Four statements.

    Raises Unit.DoesNotExist.
    """
    units = Unit.objects.visible_to(actor).select_related("building", "zone__butler", "estate")
    return units.prefetch_related("occupancies__customer__phones").get(pk=pk)


def buildings_of(estate: Estate, *, actor: Actor) -> QuerySet[Building]:
    """Buildings in order, each with `unit_count`."""
    return Building.objects.visible_to(actor).filter(estate=estate).annotate(unit_count=Count("units"))


def status_counts(estates: Iterable[Estate], *, actor: Actor) -> dict[str, int]:
    """Units in use by status."""
    units = Unit.objects.visible_to(actor).filter(estate__in=list(estates), retired_at=None)
    return dict(units.values_list("status").annotate(Count("pk")).order_by())
