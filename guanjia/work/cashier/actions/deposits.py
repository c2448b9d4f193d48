"""Deposits: asked for, taken at the desk, let go on a day, partly kept with another's word, given back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.audit.words import written
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.actions.messages import type_of
from guanjia.work.cashier import accounts
from guanjia.work.cashier.actions.sessions import running_session
from guanjia.work.cashier.models import CashSession, Deposit, DepositAct, DepositKind
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import Move, Ref, post, today
from guanjia.work.ledger.refusals import explained
from guanjia.work.ledger.rules import Kind


def ask_deposit(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    kind: DepositKind,
    amount: Decimal | None = None,
    customer: Any = None,
    unit: Any = None,
    payer: str = "",
    origin: str = "",
    key: str = "",
) -> Deposit:
    """A deposit is to be paid at the desk; without an amount it is the kind's usual one."""
    require(actor, "money.view")

    def make() -> Deposit:
        wanted = kind.amount if amount is None else amount
        if wanted <= 0 or (customer is None and unit is None):
            raise Refused(_("押金须大于零，并记在客户或房号名下"), field="amount")
        deposit = Deposit.objects.create(
            company_id=estate.company_id,
            estate=estate,
            kind=kind,
            amount=wanted,
            customer=customer,
            unit=unit,
            payer=payer or str(customer or unit),
            origin=origin,
            asked_at=now,
        )
        record(actor=actor, now=now, verb="deposit.asked", of=deposit)
        return deposit

    with transaction.atomic():
        return once(Deposit, key=key, verb="deposit.ask", actor=actor, now=now, make=make)


@transaction.atomic
def drop_deposit(*, actor: Actor, now: datetime, deposit: Deposit) -> Deposit:
    """It is not wanted any more. Raises Stale when it was paid."""
    require(actor, "money.view")
    deposit = _locked(deposit, actor)
    if deposit.held_at:
        raise Stale(_("押金已经收取，请办理退还"))
    with change(deposit, actor=actor, now=now, verb="deposit.dropped"):
        deposit.dropped_at = now
    return deposit


@transaction.atomic
def let_go(*, actor: Actor, now: datetime, deposit: Deposit, due_on: date) -> Deposit:
    """From this day on it may be given back; it stands on the list of deposits due."""
    require(actor, "money.view")
    deposit = _held(deposit, actor)
    with change(deposit, actor=actor, now=now, verb="deposit.let_go"):
        deposit.due_on = due_on
    return deposit


def keep_deposit(
    *,
    actor: Actor,
    now: datetime,
    deposit: Deposit,
    amount: Decimal,
    reason: str,
    evidence: Any,
    key: str = "",
) -> DepositAct:
    """Ask to keep a part, with evidence (a file: photo or paper). Another person decides."""
    require(actor, "money.view")

    def make() -> DepositAct:
        held = _held(deposit, actor)
        if not 0 < amount <= held.held:
            raise Refused(_("扣款须大于零，不超过在押的 %(held)s 元") % {"held": held.held}, field="amount")
        if not evidence or not reason.strip():
            raise Refused(_("扣押金要写明原因并附照片或文件"), field="reason")
        type_of(evidence, field="evidence")
        act = _write(held, DepositAct.Kind.KEEP, amount, actor=actor, now=now, reason=reason.strip())
        act.evidence = evidence
        act.save(update_fields=["evidence"])
        record(actor=actor, now=now, verb="deposit.keep_asked", of=act)
        return act

    with transaction.atomic():
        return once(DepositAct, key=key, verb="deposit.keep", actor=actor, now=now, make=make)


def approve_keeping(*, actor: Actor, now: datetime, act: DepositAct) -> DepositAct:
    """Keep it: what was held becomes income. Raises Forbidden for one's own request."""
    with explained(), transaction.atomic():
        act = _waiting(act, actor)
        deposit = _held(act.deposit, actor)
        text = written("扣押金：%(why)s") % {"why": act.reason}
        moves = [Move(accounts.held(deposit), Ref(Kind.FORFEITED), act.amount)]
        entry = post(actor=actor, now=now, estate=deposit.estate, kind="deposit", text=text, moves=moves)
        with change(act, actor=actor, now=now, verb="deposit.kept"):
            act.approved_by_id, act.approved_at, act.entry = actor.pk, now, entry
        _end_if_empty(deposit, actor, now)
    return act


@transaction.atomic
def refuse_keeping(*, actor: Actor, now: datetime, act: DepositAct) -> DepositAct:
    """It is not kept."""
    act = _waiting(act, actor)
    with change(act, actor=actor, now=now, verb="deposit.keep_refused"):
        act.refused_at = now
    return act


def return_deposit(
    *,
    actor: Actor,
    now: datetime,
    deposit: Deposit,
    amount: Decimal,
    means: Means,
    receiver: str,
    session: CashSession | None = None,
    key: str = "",
) -> DepositAct:
    """Give back, to the payer, in cash from the own shift or by transfer, once it was let go and its day has come.

    Raises Refused before the day, while keeping a part is undecided, or beyond what is held.
    """
    require(actor, "cash.take")

    def make() -> DepositAct:
        held = _held(deposit, actor)
        _refuse_return(held, amount=amount, means=means, receiver=receiver, now=now)
        out = _out(held, means, actor=actor, session=session)
        text = written("退押金 %(kind)s %(who)s") % {"kind": held.kind, "who": receiver}
        moves = [Move(accounts.held(held), out, amount)]
        entry = post(actor=actor, now=now, estate=held.estate, kind="deposit", text=text, moves=moves)
        act = _write(held, DepositAct.Kind.RETURN, amount, actor=actor, now=now, entry=entry, session=session)
        act.means, act.receiver = means.value, receiver.strip()
        act.save(update_fields=["means", "receiver"])
        record(actor=actor, now=now, verb="deposit.returned", of=act)
        _end_if_empty(held, actor, now)
        return act

    with explained(), transaction.atomic():
        return once(DepositAct, key=key, verb="deposit.return", actor=actor, now=now, make=make)


def _out(deposit: Deposit, means: Means, *, actor: Actor, session: CashSession | None) -> Ref:
    if means == Means.CASH:
        session = running_session(actor, session)
    return accounts.source(means, session=session, customer=deposit.customer, unit=deposit.unit)


def _refuse_return(deposit: Deposit, *, amount: Decimal, means: Means, receiver: str, now: datetime) -> None:
    if deposit.due_on is None or deposit.due_on > today(deposit.estate, now):
        when = deposit.due_on or _("验收办结后")
        raise Refused(_("还没到退还时间：%(when)s") % {"when": when}, code="not_due")
    if deposit.acts.filter(kind=DepositAct.Kind.KEEP, approved_at=None, refused_at=None).exists():
        raise Refused(_("还有扣款申请未审批，请先审批"), code="keeping")
    if not 0 < amount <= deposit.held:
        raise Refused(
            _("退还金额须大于零，不超过在押的 %(held)s 元") % {"held": deposit.held}, field="amount"
        )
    if means not in (Means.CASH, Means.TRANSFER, Means.CARD, Means.WECHAT, Means.ALIPAY):
        raise Refused(_("押金只能退现金、转账或原路退回"), field="means")
    if not receiver.strip():
        raise Refused(_("请填写领取人"), field="receiver")


def _write(
    deposit: Deposit, kind: str, amount: Decimal, *, actor: Actor, now: datetime, **more: Any
) -> DepositAct:
    return DepositAct.objects.create(
        company_id=deposit.company_id,
        estate=deposit.estate,
        deposit=deposit,
        kind=kind,
        amount=amount,
        requested_by_id=actor.pk,
        requested_at=now,
        **more,
    )


def _end_if_empty(deposit: Deposit, actor: Actor, now: datetime) -> None:
    deposit.account.refresh_from_db()
    if deposit.held == 0:
        with change(deposit, actor=actor, now=now, verb="deposit.ended"):
            deposit.returned_at = now


def _locked(deposit: Deposit, actor: Actor) -> Deposit:
    rows = Deposit.objects.select_for_update(of=("self",)).visible_to(actor)
    return rows.select_related("kind", "estate", "account", "customer", "unit").get(pk=deposit.pk)


def _held(deposit: Deposit, actor: Actor) -> Deposit:
    deposit = _locked(deposit, actor)
    if not deposit.held_at or deposit.returned_at:
        raise Stale(_("这笔押金未收取或已退清"))
    return deposit


def _waiting(act: DepositAct, actor: Actor) -> DepositAct:
    require(actor, "money.approve")
    rows = DepositAct.objects.select_for_update(of=("self",)).visible_to(actor)
    act = rows.select_related("deposit").get(pk=act.pk)
    if act.requested_by_id == actor.pk:
        raise Forbidden(_("不能审批自己的申请，请另一位有权限的同事审批"))
    if act.kind != DepositAct.Kind.KEEP or act.approved_at or act.refused_at:
        raise Stale(_("这条申请已经处理"))
    return act
