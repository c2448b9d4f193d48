"""Entries and their transfers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.kernel.errors import Refused
from guanjia.work.ledger.actions.accounts import Ref, accounts, sides_of, today
from guanjia.work.ledger.models import Account, Charge, Entry, Transfer
from guanjia.work.ledger.refusals import explained


@dataclass(frozen=True)
class Move:
    """Yuan (or points) from the credited to the debited account; `charge` is settled or opened again by it."""

    debit: Account | Ref
    credit: Account | Ref
    amount: Decimal
    charge: Charge | None = None
    raises: Charge | None = None


@dataclass(frozen=True)
class Draft:
    """An entry to be posted, dated today at the estate unless `on` says otherwise."""

    kind: str
    text: str
    moves: Sequence[Move]
    on: date | None = None
    reverses: Entry | None = None


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
    drafts = [Draft(kind, text, [move for move in moves if move.amount], on, reverses)]
    with explained(), transaction.atomic():
        return post_all(actor=actor, now=now, estate=estate, drafts=addressed(estate, drafts))[0]


def addressed(estate: Any, drafts: Iterable[Draft]) -> list[Draft]:
    """The same with every account looked up, all by one statement."""
    drafts = list(drafts)
    legs = [leg for draft in drafts for move in draft.moves for leg in (move.debit, move.credit)]
    found = accounts(estate, (leg for leg in legs if isinstance(leg, Ref)))

    def at(move: Move) -> Move:
        debit, credit = (found[leg] if isinstance(leg, Ref) else leg for leg in (move.debit, move.credit))
        return replace(move, debit=debit, credit=credit)

    return [replace(draft, moves=[at(move) for move in draft.moves]) for draft in drafts]


def post_all(*, actor: Actor, now: datetime, estate: Any, drafts: Sequence[Draft]) -> list[Entry]:
    """Write addressed drafts by two statements in the caller's transaction, which a refusal of the database ends: it
    stands inside the caller's `explained()`. Raises Refused when one of them has nothing to post.
    """
    if not all(draft.moves for draft in drafts):
        raise Refused(_("没有可以记账的金额"), code="nothing")
    day, home = today(estate, now), {"company_id": estate.company_id, "estate_id": estate.pk}
    entries = Entry.objects.bulk_create(
        Entry(
            **home,
            kind=draft.kind,
            on=draft.on or day,
            at=now,
            text=draft.text[:200],
            actor_id=actor.pk,
            actor_name=actor.name,
            reverses=draft.reverses,
        )
        for draft in drafts
    )
    Transfer.objects.bulk_create(
        Transfer(
            **home,
            entry_id=entry.pk,
            on=entry.on,
            debit=move.debit,
            credit=move.credit,
            amount=move.amount,
            currency=move.debit.currency,
            charge=move.charge,
            raises=move.raises,
        )
        for draft, entry in zip(drafts, entries, strict=True)
        for move in draft.moves
    )
    return entries


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
    against: Account | Ref | None = None,
    on: date | None = None,
) -> Entry:
    """Settle part of a charge without money: a credit note against its own revenue, or a waiver `against` another."""
    owed, income = sides_of(charge.tariff, charge.kind)
    move = Move(against or income, owed, amount, charge=charge)
    return post(actor=actor, now=now, estate=charge.estate, kind=kind, text=text, moves=[move], on=on)
