"""Entries and their transfers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.kernel.errors import Refused
from guanjia.work.ledger.actions.accounts import sides, today
from guanjia.work.ledger.models import Account, Charge, Entry, Transfer
from guanjia.work.ledger.refusals import explained


@dataclass(frozen=True)
class Move:
    """Yuan (or points) from the credited to the debited account; `charge` is settled or opened again by it."""

    debit: Account
    credit: Account
    amount: Decimal
    charge: Charge | None = None
    raises: Charge | None = None


def post(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    kind: str,
    text: str,
    moves: Iterable[Move],
    on: date | None = None,
    reverses: Entry | None = None,
) -> Entry:
    """Write one entry with its transfers, dated today at the estate unless said otherwise.

    Raises Refused when there is nothing to post, the day is closed, an account would be overdrawn; Stale when a
    charge would be settled beyond its amount.
    """
    moves = [move for move in moves if move.amount]
    if not moves:
        raise Refused(_("没有可以记账的金额"), code="nothing")
    on = on or today(estate, now)
    home = {"company_id": estate.company_id, "estate_id": estate.pk}
    with explained(), transaction.atomic():
        entry = Entry.objects.create(
            **home,
            kind=kind,
            on=on,
            at=now,
            text=text[:200],
            actor_id=actor.pk,
            actor_name=actor.name,
            reverses=reverses,
        )
        Transfer.objects.bulk_create(
            Transfer(
                **home,
                entry=entry,
                on=on,
                debit=move.debit,
                credit=move.credit,
                amount=move.amount,
                currency=move.debit.currency,
                charge=move.charge,
                raises=move.raises,
            )
            for move in moves
        )
    return entry


def reverse(*, actor: Actor, now: datetime, entry: Entry, text: str, on: date | None = None) -> Entry:
    """Take an entry back as a whole: every transfer the other way round, so that charges are open again.

    A charge that the entry raised is settled by the reversal. Raises Refused when it was reversed before.
    """
    Entry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if Entry.objects.filter(reverses=entry).exists():
        raise Refused(_("这笔账已经冲销过"), code="reversed")
    moves = [
        Move(each.credit, each.debit, each.amount, charge=each.charge or each.raises)
        for each in entry.transfers.select_related("debit", "credit", "charge", "raises").order_by("id")
    ]
    return post(
        actor=actor,
        now=now,
        estate=entry.estate,
        kind=entry.kind,
        text=text,
        moves=moves,
        on=on,
        reverses=entry,
    )


def credit(
    *,
    actor: Actor,
    now: datetime,
    charge: Charge,
    amount: Decimal,
    kind: str,
    text: str,
    against: Account | None = None,
    on: date | None = None,
) -> Entry:
    """Settle part of a charge without money: a credit note against its own revenue, or a waiver `against` another."""
    owed, income = sides(charge.estate, charge.tariff, charge.kind)
    move = Move(against or income, owed, amount, charge=charge)
    return post(actor=actor, now=now, estate=charge.estate, kind=kind, text=text, moves=[move], on=on)
