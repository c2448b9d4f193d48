"""The till of the simulated providers: what is ordered, paid, closed and given back there."""

from datetime import date, datetime
from secrets import randbelow
from typing import NoReturn

from django.conf import settings
from django.core import signing
from django.db import transaction

from guanjia.channels.wallets.models import SimulatedRefund, SimulatedTrade
from guanjia.channels.wallets.port import BEIJING, Line

State = SimulatedTrade.State
_signer = signing.Signer(salt="simulated payment", sep=".")


class No(Exception):
    """The provider's refusal: its code."""


def place(
    *, company_id: int, provider: str, out_trade_no: str, fen: int, text: str, expires_at: datetime
) -> str:
    """The text of the QR code; the same order again gives the same."""
    trade, _new = SimulatedTrade.objects.get_or_create(
        company_id=company_id,
        provider=provider,
        out_trade_no=out_trade_no,
        defaults={"fen": fen, "text": text, "expires_at": expires_at},
    )
    if trade.fen != fen:
        _refuse("AMOUNT_CHANGED")
    return f"{settings.SITE_URL}/q/simulator/{_signer.sign(f'{company_id}-{trade.pk}')}"


def trade_of(token: str) -> tuple[int, int]:
    """(company, trade) of a QR code. Raises BadSignature."""
    company, _dash, trade = _signer.unsign(token).partition("-")
    return int(company), int(trade)


def find(*, company_id: int, provider: str, **numbers: str) -> SimulatedTrade:
    """By `out_trade_no`, `transaction_id` or both; of an order that was paid twice the first."""
    found = SimulatedTrade.objects.filter(company_id=company_id, provider=provider, **numbers).first()
    return found or _refuse("ORDER_NOT_EXIST")


@transaction.atomic
def pay(trade: SimulatedTrade, *, now: datetime) -> SimulatedTrade:
    """The resident presses pay. Twice is once; closed and expired orders cannot be paid."""
    trade = SimulatedTrade.objects.select_for_update().get(pk=trade.pk)
    if trade.state == State.CLOSED or (trade.state == State.OPEN and trade.expires_at <= now):
        _refuse("ORDER_CLOSED")
    if trade.state == State.OPEN:
        stamp = f"{now.astimezone(BEIJING):%Y%m%d}"
        trade.state, trade.paid_at = State.PAID, now
        trade.transaction_id = f"42{stamp}{trade.pk:010}{randbelow(10**6):06}"
        trade.save(update_fields=["state", "paid_at", "transaction_id"])
    return trade


def pay_again(trade: SimulatedTrade, *, now: datetime) -> SimulatedTrade:
    """The provider errs and takes the money of a paid order a second time."""
    same = ("company_id", "provider", "out_trade_no", "text", "fen", "expires_at")
    second = SimulatedTrade.objects.create(
        **{name: getattr(trade, name) for name in same}, transaction_id=f"{trade.transaction_id}B"
    )
    SimulatedTrade.objects.filter(pk=second.pk).update(state=State.PAID, paid_at=now)
    second.refresh_from_db()
    return second


@transaction.atomic
def close(trade: SimulatedTrade) -> None:
    trade = SimulatedTrade.objects.select_for_update().get(pk=trade.pk)
    if trade.state == State.PAID:
        _refuse("ORDERPAID")
    SimulatedTrade.objects.filter(pk=trade.pk).update(state=State.CLOSED)


@transaction.atomic
def give_back(trade: SimulatedTrade, *, refund_no: str, fen: int, now: datetime) -> SimulatedRefund:
    """Once per number; never more than was paid."""
    trade = SimulatedTrade.objects.select_for_update().get(pk=trade.pk)
    done = SimulatedRefund.objects.filter(trade=trade, refund_no=refund_no).first()
    if done:
        return done
    if trade.state != State.PAID or trade.refunded + fen > trade.fen:
        _refuse("NOT_ENOUGH")
    SimulatedTrade.objects.filter(pk=trade.pk).update(refunded=trade.refunded + fen)
    return SimulatedRefund.objects.create(
        company_id=trade.company_id, trade=trade, refund_no=refund_no, fen=fen, at=now
    )


def statement(*, company_id: int, provider: str, day: date) -> list[Line]:
    """What was paid and given back on that day of Beijing."""
    trades = SimulatedTrade.objects.filter(company_id=company_id, provider=provider)
    paid = [
        Line(each.out_trade_no, each.transaction_id, each.fen, each.paid_at)
        for each in trades.filter(state=State.PAID, paid_at__isnull=False).order_by("paid_at", "pk")
    ]
    refunds = SimulatedRefund.objects.filter(trade__in=trades).select_related("trade").order_by("at", "pk")
    back = [Line(r.trade.out_trade_no, r.trade.transaction_id, r.fen, r.at, r.refund_no) for r in refunds]
    return [line for line in paid + back if line.at.astimezone(BEIJING).date() == day]


def _refuse(code: str) -> NoReturn:
    raise No(code)
