"""The customer's number, shown to the one who has to ask."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Phone
from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.kernel.errors import Refused
from guanjia.work.followups.actions import DO
from guanjia.work.followups.models import FollowUp


@transaction.atomic
def reveal_number(*, actor: Actor, now: datetime, followup: FollowUp) -> str:
    """The number to call; the look is on record. Raises Forbidden, and Refused when nobody left a number."""
    require(actor, DO)
    require(actor, "phones.reveal")
    ours = FollowUp.objects.visible_to(actor).select_related("case", "unit__building").get(pk=followup.pk)
    case, seen = ours.case, ours.case or ours
    number = (case.caller_phone if case else "") or _first_number((case or ours).customer_id)
    if not number:
        raise Refused(_("这位客户没有留电话，可改为上门回访"))
    Reveal.objects.create(
        company_id=ours.company_id,
        actor_id=actor.pk,
        at=now,
        model=seen._meta.label_lower,
        object_id=seen.pk,
        field="caller_phone" if case else "customer",
        reason=_("回访 %(number)s") % {"number": case.number if case else ours.where},
    )
    return number


def _first_number(customer_id: int | None) -> str:
    if customer_id is None:
        return ""
    phones = Phone.objects.filter(customer_id=customer_id, retired_at=None).order_by("-is_primary", "pk")
    return phones.values_list("number", flat=True).first() or ""
