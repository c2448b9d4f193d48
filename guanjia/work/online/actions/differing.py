"""Differences are noted once, and settled by themselves when what was missing turns up."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from guanjia.engine.live.actions import signal
from guanjia.work.ledger.actions import Move, account, post
from guanjia.work.ledger.models import Entry
from guanjia.work.ledger.rules import Kind as AccountKind
from guanjia.work.online.models import Difference, OnlineOrder
from guanjia.work.online.rules import day_of


def note(
    *,
    company_id: int,
    provider: str,
    kind: str,
    now: datetime,
    day: datetime,
    out_trade_no: str,
    order: OnlineOrder | None = None,
    transaction_id: str = "",
    refund_no: str = "",
    **facts: Any,
) -> Difference:
    """Write it down; the same again is the same row."""
    made, new = Difference.objects.get_or_create(
        company_id=company_id,
        provider=provider,
        kind=kind,
        out_trade_no=out_trade_no,
        transaction_id=transaction_id,
        refund_no=refund_no,
        defaults={
            "estate_id": order.estate_id if order else None,
            "order": order,
            "day": day_of(day),
            "found_at": now,
            **facts,
        },
    )
    if new:
        signal(topic="online.difference", company_id=company_id, estate_id=made.estate_id, difference=made.pk)
    return made


def note_of(order: OnlineOrder, kind: str, *, now: datetime, day: datetime, **facts: Any) -> Difference:
    """One that belongs to an order of ours."""
    return note(
        company_id=order.company_id, provider=order.provider, kind=kind, now=now, day=day,
        out_trade_no=order.out_trade_no, order=order, **facts,
    )  # fmt: skip


def found(order: OnlineOrder, *kinds: str, reason: str, now: datetime, refund_no: str = "") -> None:
    """Open differences of these kinds about the order have settled themselves."""
    Difference.objects.filter(
        company_id=order.company_id,
        provider=order.provider,
        out_trade_no=order.out_trade_no,
        refund_no=refund_no,
        kind__in=kinds,
        resolved_at=None,
    ).update(
        how=Difference.How.FOUND, reason=reason, resolved_at=now, order_id=order.pk, estate_id=order.estate_id
    )


def to_suspense(*, actor: Any, now: datetime, estate: Any, means: str, amount: Decimal, text: str) -> Entry:
    """Money that came and cannot be laid anywhere yet."""
    came, waits = account(estate, AccountKind(means)), account(estate, AccountKind.SUSPENSE)
    return post(
        actor=actor, now=now, estate=estate, kind="suspense", text=text, moves=[Move(came, waits, amount)]
    )
