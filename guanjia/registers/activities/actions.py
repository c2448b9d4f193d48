"""An activity is announced, and was held."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.activities.models import Activity


@transaction.atomic
def announce_activity(
    *, actor: Actor, now: datetime, estate: Any, title: str, on: date, place: str, places: int | None,
    signup_until: datetime | None,
) -> Activity:  # fmt: skip
    """From now on residents can sign up. Raises Refused when the same activity stands there already."""
    made = Activity(
        company_id=estate.company_id, estate=estate, title=title[:60], on=on, place=place[:60], places=places,
        signup_until=signup_until,
    )  # fmt: skip
    try:
        made.full_clean(exclude=["company", "estate"])
    except ValidationError as wrong:
        raise Refused(next(iter(wrong.message_dict.values()))[0]) from wrong
    made.save()
    record(actor=actor, now=now, verb="activities.created", of=made)
    return made


@transaction.atomic
def close_activity(*, activity_id: int, actor: Actor, now: datetime, attended: int) -> Activity:
    """It was held, and so many came. Raises Stale when that is written down already."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    if held.attended is not None:
        raise Stale(_("这次活动的到场人数已经登记"))
    with change(held, actor=actor, now=now, verb="activities.edited"):
        held.attended = attended
    return held
