"""The provider's statement of a day against our orders."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.channels.wallets.opening import open_wallet
from guanjia.channels.wallets.port import Line, Notified, State
from guanjia.channels.wallets.rules import to_yuan
from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import record
from guanjia.work.online.actions.differing import found, note, note_of
from guanjia.work.online.actions.hearing import hear
from guanjia.work.online.models import Difference, OnlineOrder, OnlineRefund, Reconciliation, StatementLine
from guanjia.work.online.rules import bounds

Kind, Result = Difference.Kind, StatementLine.Result
ZERO = Decimal("0.00")


@dataclass
class Day:
    """One provider's day while it is being compared."""

    actor: Actor
    now: datetime
    provider: str
    day: date
    orders: dict[str, OnlineOrder] = field(default_factory=dict)
    booked: set[str] = field(default_factory=set)


def reconcile(*, actor: Actor, now: datetime, provider: str, day: date) -> Reconciliation:
    """Compare every line of that day (of Beijing), and every order of ours that the statement should name.

    A payment whose notice was lost is booked; everything else that does not agree becomes a difference. Again gives the
    same. Raises Unavailable when there is no statement yet.
    """
    require(actor, "money.reconcile")
    today = Day(actor, now, provider, day)
    # A statement is the whole company's, also when somebody of one estate asks for it.
    with acting_as(system(actor.company_id)):
        lines = open_wallet(company_id=actor.company_id, provider=provider, now=now).statement(day)
        _make_up(today, lines)
        with transaction.atomic():
            _fetch(today, lines)
            rows = [_compare(today, line) for line in lines]
            missing = _missing_there(today, lines)
            return _write(today, rows, missing)


def _make_up(today: Day, lines: list[Line]) -> None:
    """What no notice has told us yet is heard now, each in a transaction of its own, as a notice would be."""
    _fetch(today, lines)
    ours = {"company_id": today.actor.company_id, "provider": today.provider}
    for line in lines:
        order = today.orders.get(line.out_trade_no)
        if order is None:
            continue
        state = State.REFUND if line.refund_no else State.PAID
        told = Notified(
            line.out_trade_no, state, line.transaction_id, line.fen, line.at, refund_no=line.refund_no
        )
        if line.refund_no or order.transaction_id != line.transaction_id:
            hear(**ours, told=told, now=today.now)
        if not line.refund_no and not order.transaction_id:
            today.booked.add(line.out_trade_no)


def _fetch(today: Day, lines: list[Line]) -> None:
    wanted = {line.out_trade_no for line in lines}
    rows = OnlineOrder.objects.filter(
        company_id=today.actor.company_id, provider=today.provider, out_trade_no__in=wanted
    )
    today.orders = {order.out_trade_no: order for order in rows.select_related("estate")}


def _compare(today: Day, line: Line) -> StatementLine:
    order = today.orders.get(line.out_trade_no)
    result = _result(today, order, line)
    return StatementLine(
        company_id=today.actor.company_id,
        estate_id=order.estate_id if order else None,
        order=order,
        at=line.at,
        out_trade_no=line.out_trade_no,
        transaction_id=line.transaction_id,
        refund_no=line.refund_no,
        amount=to_yuan(line.fen),
        fee=to_yuan(line.fee_fen),
        result=result,
    )


def _result(today: Day, order: OnlineOrder | None, line: Line) -> str:
    if order is None:
        kind = Kind.REFUND if line.refund_no else Kind.MISSING_HERE
        _note_unknown(today, kind, line)
        return Result.REFUND if line.refund_no else Result.MISSING_HERE
    reason = _("后来的渠道账单中已有")
    found(order, Kind.MISSING_THERE, refund_no=line.refund_no, reason=reason, now=today.now)
    return _refund_result(order, line) if line.refund_no else _payment_result(today, order, line)


def _payment_result(today: Day, order: OnlineOrder, line: Line) -> str:
    if order.transaction_id != line.transaction_id:
        return Result.TWICE
    if order.state == OnlineOrder.State.MISMATCH:
        return Result.AMOUNT
    if order.received != to_yuan(line.fen):
        note_of(
            order, Kind.AMOUNT, now=today.now, day=line.at, transaction_id=line.transaction_id,
            ours=order.received, theirs=to_yuan(line.fen),
        )  # fmt: skip
        return Result.AMOUNT
    return Result.BOOKED if line.out_trade_no in today.booked else Result.MATCHED


def _refund_result(order: OnlineOrder, line: Line) -> str:
    known = order.refunds.filter(refund_no=line.refund_no).first()
    if known is None:
        return Result.REFUND
    return Result.MATCHED if known.amount == to_yuan(line.fen) else Result.AMOUNT


def _note_unknown(today: Day, kind: str, line: Line) -> None:
    """One that was told by a notice already is not noted twice."""
    told = Difference.objects.filter(
        company_id=today.actor.company_id, provider=today.provider, kind=Kind.UNKNOWN,
        out_trade_no=line.out_trade_no, transaction_id=line.transaction_id,
    )  # fmt: skip
    if kind == Kind.MISSING_HERE and told.exists():
        return
    note(
        company_id=today.actor.company_id, provider=today.provider, kind=kind, now=today.now, day=line.at,
        out_trade_no=line.out_trade_no, transaction_id=line.transaction_id, refund_no=line.refund_no,
        theirs=to_yuan(line.fen),
    )  # fmt: skip


def _missing_there(today: Day, lines: list[Line]) -> int:
    """Orders and refunds of ours on that day that the statement does not name; how many."""
    start, end = bounds(today.day)
    ours: dict[str, Any] = {"company_id": today.actor.company_id}
    paid = OnlineOrder.objects.filter(provider=today.provider, paid_at__gte=start, paid_at__lt=end, **ours)
    named = {line.out_trade_no for line in lines if not line.refund_no}
    orders = list(paid.exclude(out_trade_no__in=named))
    for order in orders:
        note_of(
            order, Kind.MISSING_THERE, now=today.now, day=start, transaction_id=order.transaction_id,
            ours=order.received,
        )  # fmt: skip
    back = OnlineRefund.objects.filter(
        order__provider=today.provider, done_at__gte=start, done_at__lt=end, **ours
    )
    named = {line.refund_no for line in lines}
    refunds = list(back.exclude(refund_no__in=named).select_related("order"))
    for refund in refunds:
        note_of(
            refund.order, Kind.MISSING_THERE, now=today.now, day=start, refund_no=refund.refund_no,
            ours=refund.amount,
        )  # fmt: skip
    return len(orders) + len(refunds)


def _write(today: Day, rows: list[StatementLine], missing: int) -> Reconciliation:
    good = sum(row.result in (Result.MATCHED, Result.BOOKED) for row in rows)
    net = sum((-row.amount if row.refund_no else row.amount for row in rows), ZERO)
    made, _new = Reconciliation.objects.update_or_create(
        company_id=today.actor.company_id,
        provider=today.provider,
        day=today.day,
        defaults={
            "at": today.now,
            "by_id": today.actor.pk,
            "lines": len(rows),
            "matched": good,
            "different": len(rows) - good + missing,
            "theirs": net,
            "ours": _ours(today),
            "fees": sum((row.fee for row in rows), ZERO),
        },
    )
    made.statement.all().delete()
    for row in rows:
        row.reconciliation = made
    StatementLine.objects.bulk_create(rows)
    record(actor=today.actor, now=today.now, verb="online.reconciled", of=made)
    return made


def _ours(today: Day) -> Decimal:
    """What came less what went back on that day, as we know it."""
    start, end = bounds(today.day)
    ours: dict[str, Any] = {"company_id": today.actor.company_id}
    paid = OnlineOrder.objects.filter(provider=today.provider, paid_at__gte=start, paid_at__lt=end, **ours)
    back = OnlineRefund.objects.filter(
        order__provider=today.provider, done_at__gte=start, done_at__lt=end, **ours
    )
    twice = Difference.objects.filter(kind=Kind.TWICE, provider=today.provider, day=today.day, **ours)
    came = sum(paid.values_list("received", flat=True), ZERO)
    came += sum(twice.values_list("theirs", flat=True), ZERO)
    return came - sum(back.values_list("amount", flat=True), ZERO)
