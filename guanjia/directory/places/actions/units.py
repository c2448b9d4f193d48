"""Units: flats, shops, offices and parking spaces."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.actions._shared import EDIT, create, home, locked, require_here
from guanjia.directory.places.indexing import forget_units, index_units
from guanjia.directory.places.models import Building, Unit, Zone
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change
from guanjia.kernel import room
from guanjia.kernel.errors import Refused, Stale


@transaction.atomic
def create_unit(
    *,
    actor: Actor,
    now: datetime,
    building: Building,
    number: str,
    entrance: str = "",
    kind: str = Unit.Kind.FLAT,
    status: str = Unit.Status.VACANT,
    area: Decimal | None = None,
    handed_over_on: date | None = None,
    zone: Zone | None = None,
    key: str = "",
) -> Unit:
    """Refused when the building has that room already, or the number cannot be read."""
    require(actor, EDIT)
    require_here(actor, building.estate)

    def make() -> Unit:
        try:
            place = room.from_parts(building.name, entrance, number)
        except room.Unclear:
            raise Refused(_("认不出房号“%(text)s”。") % {"text": number}, field="number") from None
        unit = Unit(
            **home(building.estate),
            building=building,
            zone=zone,
            entrance=place.entrance,
            floor=place.floor,
            number=place.number,
            key=place.key,
            kind=kind,
            status=status,
            area=area,
            handed_over_on=handed_over_on,
        )
        create(unit, actor, now, _("已有房产“%(key)s”。") % {"key": place.key})
        index_units([unit])
        return unit

    return once(Unit, key=key, verb="unit.create", actor=actor, now=now, make=make)


@transaction.atomic
def edit_unit(*, actor: Actor, now: datetime, unit: Unit, version: int | None = None, **values: Any) -> Unit:
    """Set area, kind, handed_over_on, note or zone. `version`: what the person saw; Stale when it is gone."""
    require(actor, EDIT)
    unknown = set(values) - {"area", "kind", "handed_over_on", "note", "zone"}
    if unknown:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    unit = locked(Unit, actor, unit)
    if version is not None and version != unit.version:
        raise Stale(_("这套房产刚被别人改过，请刷新后再改。"))
    with change(unit, actor=actor, now=now, verb="unit.edited"):
        for name, value in values.items():
            setattr(unit, name, value)
    unit.version += 1
    unit.save(update_fields=["version"])
    index_units([unit])
    return unit


@transaction.atomic
def set_unit_status(*, actor: Actor, now: datetime, unit: Unit, status: str) -> Unit:
    """Vacant, occupied, renovating, let."""
    require(actor, EDIT)
    unit = locked(Unit, actor, unit)
    with change(unit, actor=actor, now=now, verb="unit.status_set"):
        unit.status = Unit.Status(status)
    return unit


@transaction.atomic
def retire_unit(*, actor: Actor, now: datetime, unit: Unit) -> Unit:
    """Take a unit out of use; its history stays. Refused while somebody lives there."""
    require(actor, EDIT)
    unit = locked(Unit, actor, unit)
    if unit.occupancies.filter(retired_at=None).exclude(until__lt=now.date()).exists():
        raise Refused(_("“%(unit)s”还有人在住或登记着业主，请先结束入住关系。") % {"unit": unit})
    with change(unit, actor=actor, now=now, verb="unit.retired"):
        unit.retired_at = now
    forget_units([unit.pk])
    return unit
