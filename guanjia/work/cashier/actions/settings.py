"""Tills and kinds of deposits: made, changed, not used any more."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import EVERYWHERE
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cashier.models import CashSession, DepositKind, Till

SUPERVISE, APPROVE = "cash.supervise", "money.approve"


def create_till(*, actor: Actor, now: datetime, estate: Any, name: str, key: str = "") -> Till:
    """A new counter. Raises Refused when the estate has one of that name."""
    require(actor, SUPERVISE)

    def make() -> Till:
        till = Till(company_id=estate.company_id, estate=estate, name=name.strip())
        if not till.name:
            raise Refused(_("请填写收银台名称"), field="name")
        try:
            with transaction.atomic():
                till.save(force_insert=True)
        except IntegrityError as taken:
            raise Refused(_("这个项目已有同名的收银台（停用的也算），请换一个名称"), field="name") from taken
        record(actor=actor, now=now, verb="till.created", of=till)
        return till

    with transaction.atomic():
        return once(Till, key=key, verb="till.create", actor=actor, now=now, make=make)


@transaction.atomic
def retire_till(*, actor: Actor, now: datetime, till: Till) -> Till:
    """No shift opens there any more. Raises Refused while one runs, Stale when it is retired."""
    require(actor, SUPERVISE)
    till = Till.objects.select_for_update().visible_to(actor).get(pk=till.pk)
    if till.retired_at:
        raise Stale(_("这个收银台已经停用"))
    if CashSession.objects.filter(till=till, closed_at=None).exists():
        raise Refused(_("这个收银台还有未交班的班次，请先交班"), code="open")
    with change(till, actor=actor, now=now, verb="till.retired"):
        till.retired_at = now
    return till


def save_deposit_kind(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    amount: Decimal,
    estate: Any = None,
    kind: DepositKind | None = None,
) -> DepositKind:
    """A new kind, or an old one with other words and another usual amount; deposits already asked for keep theirs.

    Without an estate it is for the whole company, which only somebody who works everywhere may say.
    """
    require(actor, APPROVE)
    if estate is None and actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("全公司通用的押金种类请由总部维护"))
    if amount <= 0 or not name.strip():
        raise Refused(_("请填写名称和大于零的金额"), field="amount")
    said = {"code": code, "name": name.strip(), "amount": amount, "estate": estate}
    try:
        with transaction.atomic():
            return _write_kind(actor, now, kind, said)
    except IntegrityError as taken:
        raise Refused(_("已有同代码的押金种类，请换一个代码"), field="code") from taken


def _write_kind(actor: Actor, now: datetime, kind: DepositKind | None, said: dict[str, Any]) -> DepositKind:
    if kind is None:
        made = DepositKind.objects.create(company_id=actor.company_id, **said)
        record(actor=actor, now=now, verb="deposit_kind.created", of=made)
        return made
    kind = _locked(kind, actor)
    with change(kind, actor=actor, now=now, verb="deposit_kind.changed"):
        for name, value in said.items():
            setattr(kind, name, value)
    return kind


@transaction.atomic
def retire_deposit_kind(*, actor: Actor, now: datetime, kind: DepositKind) -> DepositKind:
    """It is not asked for any more; deposits held stay as they are."""
    require(actor, APPROVE)
    kind = _locked(kind, actor)
    with change(kind, actor=actor, now=now, verb="deposit_kind.retired"):
        kind.retired_at = now
    return kind


def _locked(kind: DepositKind, actor: Actor) -> DepositKind:
    kind = DepositKind.objects.select_for_update().visible_to(actor).get(pk=kind.pk)
    if kind.retired_at:
        raise Stale(_("这个押金种类已经停用"))
    if kind.estate_id is None and actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("全公司通用的押金种类请由总部维护"))
    return kind
