"""Letting, selling, passing on and freeing parking spaces."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Refused
from guanjia.registers.parking_spaces.models import ParkingSpace


@transaction.atomic
def give_space(
    *, space: ParkingSpace, actor: Actor, now: datetime, use: str, holder: str, plate: str, until: date | None
) -> ParkingSpace:
    """Somebody has it from now on. Raises Refused while somebody else does."""
    held = _held(space)
    if not held.is_free and held.plate != plate:
        raise Refused(_("车位 %(space)s 正由 %(who)s 使用") % {"space": held.number, "who": held.holder})
    with change(held, actor=actor, now=now, verb="parking_spaces.given"):
        held.use, held.holder, held.plate, held.until = use, holder[:60], plate, until
    return held


@transaction.atomic
def pass_on_space(
    *, space: ParkingSpace, actor: Actor, now: datetime, holder: str, plate: str
) -> ParkingSpace:
    """Another holder and car, everything else as it was. Raises Refused when nobody has the space."""
    held = _held(space)
    if held.is_free:
        raise Refused(_("车位 %(space)s 没有人使用，请直接办理") % {"space": held.number})
    with change(held, actor=actor, now=now, verb="parking_spaces.passed_on"):
        held.holder, held.plate = holder[:60], plate
    return held


@transaction.atomic
def free_space(*, space: ParkingSpace, actor: Actor, now: datetime) -> ParkingSpace:
    """Nobody has it any longer."""
    held = _held(space)
    with change(held, actor=actor, now=now, verb="parking_spaces.freed"):
        held.use, held.holder, held.plate, held.until = ParkingSpace.Use.FREE, "", "", None
    return held


def _held(space: ParkingSpace) -> ParkingSpace:
    return ParkingSpace.objects.select_for_update(of=("self",)).get(pk=space.pk)
