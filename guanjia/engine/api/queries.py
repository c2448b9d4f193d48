"""Which tokens a person may see."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.api.models import ApiToken


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """One's own, and with tokens.edit those of everybody in reach; running ones first, the newest on top."""
    rows = ApiToken.objects.select_related("staff").order_by("-revoked_at", "-id")
    if may(actor, "tokens.edit"):
        return rows.filter(staff__in=staff_of(actor))
    return rows.filter(staff_id=actor.pk)


def staff_of(actor: Actor) -> QuerySet[Any]:
    """The people in the actor's reach, by name."""
    staff: Any = get_user_model()
    rows: QuerySet[Any] = staff.objects.visible_to(actor).order_by("name")
    return rows
