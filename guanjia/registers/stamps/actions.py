"""Putting stamps on paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.registers.stamps.models import Stamp


@transaction.atomic
def use_stamp(*, stamp: Stamp, actor: Actor, now: datetime, copies: int) -> Stamp:
    """Count so many stamped copies. Raises Forbidden unless the actor keeps the stamp, Refused without a copy."""
    held = Stamp.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=stamp.pk)
    if held.retired_at:
        raise Stale(_("“%(stamp)s”已停用，请改用别的印章") % {"stamp": held})
    if held.keeper_id != actor.pk:
        said = _("“%(stamp)s”由%(keeper)s保管，请交%(keeper)s用印")
        raise Forbidden(said % {"stamp": held, "keeper": held.keeper.name})
    if copies < 1:
        raise Refused(_("盖章份数至少 1 份"), field="copies")
    with change(held, actor=actor, now=now, verb="stamps.used"):
        held.uses, held.last_used_at = held.uses + copies, now
    return held
