"""Whole buildings at once, as an estate is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.actions._shared import EDIT, require_here
from guanjia.directory.places.actions.buildings import create_building
from guanjia.directory.places.indexing import index_units
from guanjia.directory.places.models import Building, Estate, Unit
from guanjia.directory.places.rules import Block
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.kernel import room
from guanjia.kernel.errors import Refused

_TRAIL = """
INSERT INTO audit_auditentry
 (company_id, estate_id, at, actor_id, actor_name, verb, model, object_id, before, after)
SELECT company_id, estate_id, %s, %s, %s, 'unit.created', 'places.unit', id, '{}', to_jsonb(t) - 'version'
FROM places_unit t WHERE id = ANY(%s) ORDER BY id
"""


@dataclass(frozen=True)
class LaidOut:
    """How many of each were made."""

    buildings: int
    units: int


@transaction.atomic
def lay_out(
    *,
    actor: Actor,
    now: datetime,
    estate: Estate,
    blocks: Sequence[Block],
    status: str = Unit.Status.VACANT,
    handed_over_on: date | None = None,
    key: str = "",
) -> LaidOut:
    """Build what the blocks say; a building that is there already gets the further units.

    Refused, with everything left as it was, when one of the rooms exists.
    """
    require(actor, EDIT)
    require_here(actor, estate)
    made: list[Unit] = []
    touched: set[str] = set()

    def build() -> Estate:
        known = {one.name: one for one in Building.objects.filter(estate=estate)}
        for block in blocks:
            for said in block.names:
                building = _building(said, known, estate, actor=actor, now=now)
                touched.add(building.name)
                made.extend(_units(block, building, status=status, handed_over_on=handed_over_on))
        _write(made, estate, actor=actor, now=now)
        return estate

    once(Estate, key=key, verb="estate.lay_out", actor=actor, now=now, make=build)
    return LaidOut(len(touched), len(made))


def _building(
    said: str, known: dict[str, Building], estate: Estate, *, actor: Actor, now: datetime
) -> Building:
    name = room.building_of(said)
    if name not in known:
        order = int(name) if name.isdecimal() and len(name) < 6 else len(known) + 1000
        known[name] = create_building(actor=actor, now=now, estate=estate, name=said, order=order)
    return known[name]


def _units(block: Block, building: Building, *, status: str, handed_over_on: date | None) -> list[Unit]:
    return [
        Unit(
            company_id=building.company_id,
            estate_id=building.estate_id,
            building=building,
            entrance=entrance,
            floor=floor,
            number=number,
            key=room.Room(building.name, entrance, number).key,
            kind=block.kind,
            status=status,
            handed_over_on=handed_over_on,
        )
        for entrance, floor, number in block.places()
    ]


def _write(made: list[Unit], estate: Estate, *, actor: Actor, now: datetime) -> None:
    keys = [unit.key for unit in made]
    twice = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    here = Unit.objects.filter(estate=estate, key__in=keys, retired_at=None)
    taken = [*here.order_by("key").values_list("key", flat=True)[:4], *sorted(twice)[:4]]
    if taken:
        said = "、".join(taken[:3]) + ("……" if len(taken) > 3 else "")
        raise Refused(
            _("这些房号已经有了或写了两遍：%(keys)s。请改楼栋、楼层或户数。") % {"keys": said}, code="taken"
        )
    Unit.objects.bulk_create(made, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute(_TRAIL, [now, actor.pk, actor.name, [unit.pk for unit in made]])
    index_units(made)
