"""Opening cards, freezing lost ones, taking them back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.access_cards.models import AccessCard


@transaction.atomic
def open_card(
    *, actor: Actor, now: datetime, estate: Any, number: str, kind: str, holder: str, **bound_to: Any
) -> AccessCard:
    """A card works from now on. Raises Refused for a number that another card has."""
    if AccessCard.objects.filter(estate=estate, number=number, retired_at=None).exists():
        raise Refused(_("卡号 %(number)s 已经在用，请换一张") % {"number": number}, field="card_number")
    card = AccessCard.objects.create(
        company_id=estate.company_id, estate=estate, number=number, kind=kind, holder=holder[:60], active_since=now,
        **bound_to,
    )  # fmt: skip
    record(actor=actor, now=now, verb="access_cards.opened", of=card)
    return card


@transaction.atomic
def freeze_card(*, actor: Actor, now: datetime, card: AccessCard) -> AccessCard:
    """It opens nothing from now on. Freezing a frozen card changes nothing."""
    held = _held(card)
    if held.frozen_at is None:
        with change(held, actor=actor, now=now, verb="access_cards.frozen"):
            held.frozen_at = now
    return held


@transaction.atomic
def thaw_card(*, actor: Actor, now: datetime, card: AccessCard) -> AccessCard:
    """Found again: it works as before."""
    held = _held(card)
    with change(held, actor=actor, now=now, verb="access_cards.thawed"):
        held.frozen_at = None
    return held


@transaction.atomic
def end_card(*, actor: Actor, now: datetime, card: AccessCard, why: str) -> AccessCard:
    """Given back, or replaced by another: it leaves the register."""
    held = _held(card)
    with change(held, actor=actor, now=now, verb="access_cards.ended"):
        held.retired_at, held.retired_why = now, why[:200]
    return held


def _held(card: AccessCard) -> AccessCard:
    held = AccessCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if held.retired_at:
        raise Stale(_("这张卡已经注销"))
    return held
