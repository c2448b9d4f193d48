"""Charges come into the books."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guanjia.engine.access import Actor
from guanjia.work.ledger.actions.accounts import sides_of
from guanjia.work.ledger.actions.posting import Draft, Move, addressed, post_all
from guanjia.work.ledger.models import Charge, Entry
from guanjia.work.ledger.refusals import explained


def raise_charges(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    charges: Sequence[Charge],
    kind: str,
    text: str,
    on: date | None = None,
) -> Entry:
    """Publish new (unsaved) charges of one estate under one entry; they come back with their keys.

    Raises Refused when one was billed before, or the day is closed.
    """
    with explained(), transaction.atomic():
        draft = raising(estate=estate, charges=charges, kind=kind, text=text, on=on)
        return post_all(actor=actor, now=now, estate=estate, drafts=addressed(estate, [draft]))[0]


def raising(*, estate: Any, charges: Sequence[Charge], kind: str, text: str, on: date | None = None) -> Draft:
    """Write new charges, in the caller's transaction, and return the entry that raises them. It must be posted in the
    same transaction: the database takes no charge without it.
    """
    for charge in charges:
        charge.estate, charge.company_id = estate, estate.company_id
    Charge.objects.bulk_create(charges)
    moves = [Move(*sides_of(each.tariff, each.kind), each.amount, raises=each) for each in charges]
    return Draft(kind, text, moves, on)
