"""Mail comes onto the shelf and leaves it."""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.parcels.models import Parcel


@transaction.atomic
def shelve_parcel(*, estate: Any, actor: Actor, now: datetime, **values: Any) -> Parcel:
    """Put a piece on the shelf with a pick-up code of its own. Raises Refused when it lies there already."""
    parcel = Parcel(
        company_id=estate.company_id, estate=estate, arrived_at=now, code=_free_code(estate), **values
    )
    try:
        with transaction.atomic():
            parcel.save()
    except IntegrityError:
        raise Refused(_("这件邮件已经登记过，还没有领走"), field="tracking") from None
    record(actor=actor, now=now, verb="parcels.shelved", of=parcel)
    return parcel


@transaction.atomic
def hand_out_parcel(*, parcel: Parcel, actor: Actor, now: datetime, to: str) -> Parcel:
    """Fetched and signed for. Raises Stale when it has left the shelf."""
    held = _on_shelf(parcel)
    with change(held, actor=actor, now=now, verb="parcels.fetched"):
        held.fetched_by, held.retired_at = to[:60], now
        held.retired_why = _("已领取：%(who)s") % {"who": held.fetched_by}
    return held


@transaction.atomic
def send_back_parcel(*, parcel: Parcel, actor: Actor, now: datetime, why: str) -> Parcel:
    """Given back to whoever brought it. Raises Stale when it has left the shelf."""
    held = _on_shelf(parcel)
    with change(held, actor=actor, now=now, verb="parcels.returned"):
        held.retired_at, held.retired_why = now, why[:200]
    return held


def _on_shelf(parcel: Parcel) -> Parcel:
    held = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if held.retired_at:
        raise Stale(_("这件邮件已不在货架上"))
    return held


def _free_code(estate: Any) -> str:
    """Six digits that no other piece on the shelf has."""
    taken = set(Parcel.objects.filter(estate=estate, retired_at=None).values_list("code", flat=True))
    while (code := f"{secrets.randbelow(1_000_000):06}") in taken:
        pass
    return code
