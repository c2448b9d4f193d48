"""What a procedure may do with money. A procedure names them as effects of its steps:

    apply = Step("受理", DESK, …, effect=hold_deposit("renovation"), then="paid")
    paid = Step("缴押金", SYSTEM, awaits=PAID, then="permit")
    permit = Step("发证", MANAGER, …, enter=require_paid, …)

Everything asked for by a case carries its origin `case:17`; when all of it is paid, the case receives `PAID`.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.sop import Answers
from guanjia.engine.sop.step import Effect
from guanjia.kernel.errors import Refused
from guanjia.work.billing.actions import charge_once
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import Deposit, DepositKind
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge, Tariff

PAID = "case.paid"


def origin_of(case: Any) -> str:
    return f"case:{case.pk}"


def hold_deposit(kind: str, amount: Decimal | None = None, *, payer: str = "") -> Effect:
    """Ask for a deposit of this kind at the cashier's desk; without an amount it is the kind's usual one.

    payer: who pays it, when that is not the customer of the case.
    """

    def effect(*, case: Any, answers: Answers, actor: Actor, now: datetime) -> dict[str, Any]:
        deposit = actions.ask_deposit(
            actor=actor,
            now=now,
            estate=case.estate,
            kind=_kind(case, kind),
            amount=amount,
            customer=case.customer,
            unit=case.unit,
            payer=payer[:100],
            origin=origin_of(case),
        )
        return {f"deposit_{kind}": deposit.pk}

    return effect


def release_deposit(kind: str, *, after_days: int = 0) -> Effect:
    """Let the case's deposit of this kind go: it is due for return so many days from today."""

    def effect(*, case: Any, answers: Answers, actor: Actor, now: datetime) -> dict[str, Any]:
        due = today(case.estate, now) + timedelta(days=after_days)
        for deposit in _held(case, kind):
            actions.let_go(actor=actor, now=now, deposit=deposit, due_on=due)
        return {f"deposit_{kind}_due": due.isoformat()}

    return effect


def keep_from_deposit(kind: str, *, amount: str = "kept", reason: str = "kept_why") -> Effect:
    """Ask to keep what the answers say, with the newest photo or file of the case as evidence."""

    def effect(*, case: Any, answers: Answers, actor: Actor, now: datetime) -> dict[str, Any]:
        deposit = _held(case, kind).first()
        if deposit is None:
            raise Refused(_("没有在押的押金可扣"))
        proof = case.attachments.order_by("-id").first()
        act = actions.keep_deposit(
            actor=actor,
            now=now,
            deposit=deposit,
            amount=Decimal(str(answers[amount])),
            reason=str(answers[reason]),
            evidence=proof.file if proof else None,
        )
        return {f"deposit_{kind}_keeping": act.pk}

    return effect


def charge(tariff: str, *, amount: str = "amount", text: str = "") -> Effect:
    """Charge the home (or the customer) what the answers say, under this fee."""

    def effect(*, case: Any, answers: Answers, actor: Actor, now: datetime) -> dict[str, Any]:
        fee = _fee(case, tariff)
        made = charge_once(
            actor=actor,
            now=now,
            estate=case.estate,
            tariff=fee,
            amount=Decimal(str(answers[amount])),
            text=text or f"{fee.name} {case.number}",
            unit=case.unit,
            customer=case.customer,
            origin=origin_of(case),
        )
        return {f"charge_{tariff}": made.pk}

    return effect


def require_paid(*, case: Any, answers: Answers, actor: Actor, now: datetime) -> dict[str, Any]:
    """Raises Refused while anything that the case asked for is unpaid, naming it."""
    if missing := unpaid(case):
        raise Refused(_("还有费用未缴：%(list)s") % {"list": "、".join(missing)}, code="unpaid")
    return {"paid": True}


def unpaid(case: Any) -> list[str]:
    """What the case asked for and nobody has paid yet, in words."""
    charges = Charge.objects.open().filter(estate_id=case.estate_id, origin=origin_of(case))
    wanted = Deposit.objects.filter(
        estate_id=case.estate_id, origin=origin_of(case), held_at=None, dropped_at=None
    ).select_related("kind")
    return [f"{each.text} ¥{each.outstanding}" for each in charges] + [
        f"{each.kind} ¥{each.amount}" for each in wanted
    ]


def _kind(case: Any, code: str) -> DepositKind:
    found = DepositKind.objects.filter(company_id=case.company_id, code=code, retired_at=None)
    kind = found.filter(estate_id=case.estate_id).first() or found.filter(estate=None).first()
    if kind is None:
        raise Refused(_("没有“%(code)s”这种押金，请先在收银设置里建立") % {"code": code})
    return kind


def _fee(case: Any, code: str) -> Tariff:
    found = Tariff.objects.filter(company_id=case.company_id, code=code, retired_at=None)
    fee = found.filter(estate_id=case.estate_id).first() or found.filter(estate=None).first()
    if fee is None:
        raise Refused(_("没有“%(code)s”这个收费项目，请先在收费项目里建立") % {"code": code})
    return fee


def _held(case: Any, kind: str):
    held = Deposit.objects.filter(estate_id=case.estate_id, origin=origin_of(case), kind__code=kind)
    return held.exclude(held_at=None).filter(returned_at=None).order_by("id")
