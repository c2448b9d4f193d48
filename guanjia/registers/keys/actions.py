"""Lending keys and taking them back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.keys.models import Key


@transaction.atomic
def lend_key(*, key: Key, actor: Actor, now: datetime, to: str, back_by: datetime) -> Key:
    """Hand a key out until a time. Raises Refused while somebody else has it or for a time that has passed."""
    held = Key.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if held.is_out:
        raise Refused(_("%(tag)s 已借给%(who)s，还没有归还") % {"tag": held.tag, "who": held.held_by})
    if back_by <= now:
        raise Refused(_("应还时间已经过去"), field="back_by")
    with change(held, actor=actor, now=now, verb="keys.lent"):
        held.held_by, held.lent_by_id, held.lent_at, held.back_by = to[:60], actor.pk, now, back_by
    return held


@transaction.atomic
def return_key(*, key: Key, actor: Actor, now: datetime) -> Key:
    """The key hangs in its place again. Raises Stale when it was not out."""
    held = Key.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if not held.is_out:
        raise Stale(_("这把钥匙已经归还"))
    with change(held, actor=actor, now=now, verb="keys.returned"):
        held.held_by, held.lent_by_id, held.lent_at, held.back_by = "", None, None, None
    return held


@transaction.atomic
def lose_key(*, key: Key, actor: Actor, now: datetime, why: str) -> Key:
    """A lost key leaves the register; the lock is changed and gets a new one."""
    held = return_key(key=key, actor=actor, now=now)
    with change(held, actor=actor, now=now, verb="keys.lost"):
        held.retired_at, held.retired_why = now, why[:200]
    return held
