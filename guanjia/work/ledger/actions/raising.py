"""Charges come into the books."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from guanjia.engine.access import Actor
from guanjia.work.ledger.actions.accounts import sides
from guanjia.work.ledger.actions.posting import Move, post
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
        for charge, pk in zip(charges, _keys(len(charges)), strict=True):
            charge.pk, charge.estate, charge.company_id = pk, estate, estate.company_id
        Charge.objects.bulk_create(charges)
        fees = {(each.tariff_id, each.kind): each.tariff for each in charges}
        pairs = {(pk, sort): sides(estate, tariff, sort) for (pk, sort), tariff in fees.items()}
        moves = [Move(*pairs[each.tariff_id, each.kind], each.amount, raises=each) for each in charges]
        return post(actor=actor, now=now, estate=estate, kind=kind, text=text, moves=moves, on=on)


def _keys(number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('ledger_charge', 'id')) FROM generate_series(1, %s)",
            [number],
        )
        return [pk for (pk,) in cursor.fetchall()]
