"""Settling with a payee: one asks, another approves, and then it is posted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.audit.words import written
from guanjia.kernel.errors import Refused, Stale
from guanjia.kernel.money import show
from guanjia.work.books.models import Settlement
from guanjia.work.books.owing import due_to
from guanjia.work.ledger.actions import Move, account, post, today
from guanjia.work.ledger.models import Account, Payee
from guanjia.work.ledger.rules import Kind


@transaction.atomic
def settle_payee(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    payee: Payee,
    through: date,
    amount: Decimal,
    note: str = "",
    key: str = "",
) -> Settlement:
    """Ask for `amount` yuan to be paid out to a payee, of what was collected at an estate up to a day.

    Raises Refused for more than is due, a day to come, or while another request waits.
    """
    require(actor, "books.close")

    def make() -> Settlement:
        _held(estate, payee)
        _refuse_wrong(estate, payee, through=through, amount=amount, today=today(estate, now))
        made = Settlement.objects.create(
            company_id=estate.company_id, estate=estate, payee=payee, through=through, amount=amount,
            note=note.strip()[:200], requested_by_id=actor.pk, requested_at=now,
        )  # fmt: skip
        record(actor=actor, now=now, verb="settlement.requested", of=made, after={"amount": str(amount)})
        return made

    return once(Settlement, key=key, verb="settlement.request", actor=actor, now=now, make=make)


def _refuse_wrong(estate: Any, payee: Payee, *, through: date, amount: Decimal, today: date) -> None:
    if amount <= 0:
        raise Refused(_("结算金额应大于零"), field="amount")
    if through > today:
        raise Refused(_("结算截至日期不能晚于今天"), field="through")
    if Settlement.objects.filter(estate=estate, payee=payee, state=Settlement.State.REQUESTED).exists():
        raise Refused(_("这个单位还有一笔结算等待批准，请先办完那一笔"))
    _refuse_more_than_due(estate, payee, through=through, amount=amount)


def _refuse_more_than_due(estate: Any, payee: Payee, *, through: date, amount: Decimal) -> None:
    """By the day asked for, and by now: later refunds and settlements count too."""
    due = min(due_to(payee, estate, through=through), due_to(payee, estate, through=date.max))
    if amount > due:
        raise Refused(
            _("最多只能结算 %(due)s：这是已收、未退、未结算的余额") % {"due": show(max(due, Decimal(0)))},
            field="amount",
        )


@transaction.atomic
def pay_settlement(*, actor: Actor, now: datetime, settlement: Settlement, answer: str = "") -> Settlement:
    """Approve a request of somebody else's and post it: collected for others → bank, dated today at the estate."""
    require(actor, "money.approve")
    settlement = _waiting(settlement, actor)
    estate, payee = settlement.estate, settlement.payee
    collected = _held(estate, payee)
    _refuse_more_than_due(estate, payee, through=settlement.through, amount=settlement.amount)
    settlement.entry = post(
        actor=actor, now=now, estate=estate, kind="settlement",
        text=written("代收结算 %(payee)s") % {"payee": payee.name},
        moves=[Move(collected, account(estate, Kind.BANK), settlement.amount)],
    )  # fmt: skip
    return _decided(settlement, Settlement.State.PAID, actor, now, answer)


@transaction.atomic
def refuse_settlement(*, actor: Actor, now: datetime, settlement: Settlement, answer: str) -> Settlement:
    """Turn a request down, saying why; nothing is posted."""
    require(actor, "money.approve")
    settlement = _waiting(settlement, actor)
    if not answer.strip():
        raise Refused(_("请写明不批准的原因"), field="answer")
    return _decided(settlement, Settlement.State.REFUSED, actor, now, answer)


def _held(estate: Any, payee: Payee) -> Account:
    """The account of what was collected for the payee, locked: settlements with one payee wait for each other."""
    collected = account(estate, Kind.COLLECTED, payee.pk, name=payee.name)
    return Account.objects.select_for_update(no_key=True).get(pk=collected.pk)


def _waiting(settlement: Settlement, actor: Actor) -> Settlement:
    rows = Settlement.objects.select_for_update(of=("self",)).select_related("estate", "payee")
    found = rows.get(pk=settlement.pk)
    if found.state != Settlement.State.REQUESTED:
        raise Stale(_("这笔结算已经有人办过了，请刷新查看"))
    if actor.pk is not None and found.requested_by_id == actor.pk:
        raise Refused(_("自己申请的结算要由另一个人批准"))
    return found


def _decided(row: Settlement, state: str, actor: Actor, now: datetime, answer: str) -> Settlement:
    row.state, row.decided_by_id, row.decided_at = state, actor.pk, now
    row.answer = answer.strip()[:200]
    row.save(update_fields=["state", "decided_by", "decided_at", "answer", "entry"])
    record(actor=actor, now=now, verb=f"settlement.{state}", of=row, after={"amount": str(row.amount)})
    return row
