"""Butler zones: who looks after which units."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.actions._shared import EDIT, create, given, home, locked, rename, require_here
from guanjia.directory.places.models import Estate, Unit, Zone
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Refused


@transaction.atomic
def create_zone(
    *, actor: Actor, now: datetime, estate: Estate, name: str, butler: Any = None, key: str = ""
) -> Zone:
    require(actor, EDIT)
    require_here(actor, estate)

    def make() -> Zone:
        zone = Zone(**home(estate), name=given(name, "name"), butler=butler)
        return create(zone, actor, now, _("这个项目里已有同名的片区。"))

    return once(Zone, key=key, verb="zone.create", actor=actor, now=now, make=make)


@transaction.atomic
def rename_zone(*, actor: Actor, now: datetime, zone: Zone, name: str) -> Zone:
    require(actor, EDIT)
    return rename(Zone, zone, actor, now, name, _("这个项目里已有同名的片区。"))


@transaction.atomic
def appoint_butler(*, actor: Actor, now: datetime, zone: Zone, butler: Any) -> Zone:
    """`butler`: a member of staff, or None."""
    require(actor, EDIT)
    zone = locked(Zone, actor, zone)
    with change(zone, actor=actor, now=now, verb="zone.butler_appointed"):
        zone.butler = butler
    return zone


@transaction.atomic
def assign_zone(*, actor: Actor, now: datetime, zone: Zone | None, units: Iterable[Unit]) -> int:
    """Put units into a zone (None: out of any). Returns how many changed."""
    require(actor, EDIT)
    wanted = [unit.pk for unit in units]
    rows = (
        Unit.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk__in=wanted, retired_at=None)
    )
    moved = [unit for unit in rows if unit.zone_id != (zone.pk if zone else None)]
    if zone and any(unit.estate_id != zone.estate_id for unit in moved):
        raise Refused(_("片区和房产不在同一个项目。"))
    for unit in moved:
        with change(unit, actor=actor, now=now, verb="unit.zone_assigned"):
            unit.zone = zone
    return len(moved)
