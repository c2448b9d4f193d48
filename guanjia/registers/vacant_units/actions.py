"""Looking after vacant homes."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Stale
from guanjia.registers.vacant_units.models import VacantUnit


@transaction.atomic
def note_round(
    *, vacant: VacantUnit, actor: Actor, now: datetime, on: date, again_on: date, faults: int
) -> VacantUnit:
    """The home was looked through; when it is to be done again. Raises Stale when it has left the list."""
    held = held_vacant(vacant)
    with change(held, actor=actor, now=now, verb="vacant_units.checked"):
        held.checked_on, held.next_round_on, held.faults = on, again_on, faults
    return held


@transaction.atomic
def hand_over(*, vacant: VacantUnit, actor: Actor, now: datetime, to: str) -> VacantUnit:
    """Somebody has taken the home over: it leaves the list. Raises Stale when it has already."""
    held = held_vacant(vacant)
    with change(held, actor=actor, now=now, verb="vacant_units.handed_over"):
        held.retired_at, held.retired_why = now, (_("已交付：%(who)s") % {"who": to})[:200]
        held.next_round_on = None
    return held


def held_vacant(vacant: VacantUnit) -> VacantUnit:
    """The line, locked. Raises Stale when it has left the list."""
    held = (
        VacantUnit.objects.select_for_update(of=("self",)).select_related("unit__building").get(pk=vacant.pk)
    )
    if held.retired_at:
        raise Stale(_("这套房已交付，不在空置房台账里"))
    return held
