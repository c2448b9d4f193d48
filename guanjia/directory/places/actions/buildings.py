"""Buildings: one by one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.actions._shared import EDIT, create, given, home, rename, require_here
from guanjia.directory.places.indexing import index_units
from guanjia.directory.places.models import Building, Estate
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change
from guanjia.kernel import room


@transaction.atomic
def create_building(
    *, actor: Actor, now: datetime, estate: Estate, name: str, order: int = 0, key: str = ""
) -> Building:
    """`3栋`, `3号楼` and `3` are the same building. Refused when it is there."""
    require(actor, EDIT)
    require_here(actor, estate)

    def make() -> Building:
        building = Building(**home(estate), name=room.building_of(given(name, "name")), order=order)
        return create(building, actor, now, _("这个项目里已有同名的楼栋。"))

    return once(Building, key=key, verb="building.create", actor=actor, now=now, make=make)


@transaction.atomic
def rename_building(*, actor: Actor, now: datetime, building: Building, name: str) -> Building:
    """The keys of its units follow."""
    require(actor, EDIT)
    building = rename(Building, building, actor, now, room.building_of(name), _("这个项目里已有同名的楼栋。"))
    units = list(building.units.filter(retired_at=None).select_related("building"))
    for unit in units:
        with change(unit, actor=actor, now=now, verb="unit.rekeyed"):
            unit.key = room.Room(building.name, unit.entrance, unit.number).key
    index_units(units)
    return building
