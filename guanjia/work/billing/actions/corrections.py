"""Bills that were wrong are lowered by a credit note, or replaced; single charges outside of runs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.audit.words import written
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused
from guanjia.work.billing.events import BillCorrected
from guanjia.work.billing.models import CreditNote
from guanjia.work.ledger.actions import Move, account, credit, post, raise_charges, sides, today
from guanjia.work.ledger.models import Charge, Tariff
from guanjia.work.ledger.rules import Kind
from guanjia.work.meters.actions import release_billed

RIGHT = "billing.correct"


def credit_charge(
    *, actor: Actor, now: datetime, charge: Charge, reason: str, amount: Decimal | None = None, key: str = ""
) -> CreditNote:
    """Lower a bill by so much, or (None) withdraw all that is left of it; its days may then be billed again.

    What was paid beyond the new amount goes to the prepaid balance of whoever owes the bill.
    """
    require(actor, RIGHT)
    if not reason.strip():
        raise Refused(_("请写明冲减的原因"), field="reason")

    def make() -> CreditNote:
        with transaction.atomic():
            held = _held(actor, charge)
            return _credit(actor, now, held, amount, reason.strip())

    return once(CreditNote, key=key, verb="charge.credit", actor=actor, now=now, make=make)


def _held(actor: Actor, charge: Charge) -> Charge:
    found = Charge.objects.visible_to(actor).select_related("estate", "tariff__payee", "customer")
    held = found.select_for_update(of=("self",), no_key=True).filter(pk=charge.pk).first()
    if held is None:
        raise Refused(_("找不到这笔费用"))
    return held


def _credit(actor: Actor, now: datetime, charge: Charge, amount: Decimal | None, reason: str) -> CreditNote:
    before = sum((note.amount for note in charge.credit_notes.all()), Decimal(0))
    left = charge.amount - before
    amount = left if amount is None else amount
    if left <= 0:
        raise Refused(_("这笔费用已经全部冲减"), code="withdrawn")
    if not 0 < amount <= left:
        raise Refused(_("冲减金额要大于零，最多 ¥%(left)s") % {"left": left}, field="amount")
    _give_back(actor, now, charge, amount - charge.outstanding)
    entry = credit(
        actor=actor, now=now, charge=charge, amount=amount, kind="credit_note",
        text=written("红冲 %(what)s：%(reason)s") % {"what": charge.text, "reason": reason},
    )  # fmt: skip
    note = CreditNote.objects.create(
        company_id=charge.company_id, estate_id=charge.estate_id, charge=charge, entry=entry, amount=amount,
        withdraws=amount == left, reason=reason[:200], at=now, by_id=actor.pk,
    )  # fmt: skip
    if note.withdraws and charge.basis.get("readings"):
        release_billed(readings=charge.basis["readings"])
    record(
        actor=actor,
        now=now,
        verb="charge.credited",
        of=charge,
        after={"amount": str(amount), "reason": reason},
    )
    emit(BillCorrected(charge.pk, now))
    return note


def _give_back(actor: Actor, now: datetime, charge: Charge, paid: Decimal) -> None:
    """What was paid of the credited part becomes the customer's prepaid money."""
    if paid <= 0:
        return
    if charge.customer_id is None:
        raise Refused(_("这笔费用已经收款但没有登记客户，请先在收银台退款再冲减"), code="paid")
    owed, _income = sides(charge.estate, charge.tariff, charge.kind)
    prepaid = account(charge.estate, Kind.PREPAID, charge.customer_id, name=charge.customer.name)
    post(
        actor=actor, now=now, estate=charge.estate, kind="paid_back", moves=[Move(owed, prepaid, paid, charge=charge)],
        text=written("冲减 %(what)s，已收部分转入预存") % {"what": charge.text},
    )  # fmt: skip


def replace_charge(
    *, actor: Actor, now: datetime, charge: Charge, amount: Decimal, reason: str, key: str = ""
) -> Charge:
    """Withdraw a bill and publish another in its place, for the same days and person. Returns the new one."""
    require(actor, RIGHT)
    if amount <= 0:
        raise Refused(_("新的金额要大于零；不再收费请用冲减"), field="amount")
    if not reason.strip():
        raise Refused(_("请写明更正的原因"), field="reason")

    def make() -> Charge:
        with transaction.atomic():
            old = _held(actor, charge)
            if old.kind not in (Charge.Kind.REGULAR, Charge.Kind.ONE_OFF, Charge.Kind.OPENING):
                raise Refused(_("违约金请用减免"), code="late")
            if amount == old.amount:
                raise Refused(_("新的金额和原来一样"), field="amount")
            _credit(actor, now, old, None, reason.strip())
            day = today(old.estate, now)
            new = Charge(
                tariff=old.tariff, unit_id=old.unit_id, customer_id=old.customer_id, kind=old.kind, text=old.text,
                period_start=old.period_start, period_end=old.period_end, due_on=max(old.due_on, day), on=day,
                amount=amount, replaces=old, origin=f"charge:{old.pk}",
                basis={**old.basis, "method": "corrected", "was": str(old.amount), "reason": reason.strip()},
            )  # fmt: skip
            raise_charges(
                actor=actor, now=now, estate=old.estate, charges=[new], kind="bill",
                text=written("更正 %(what)s") % {"what": old.text},
            )  # fmt: skip
            record(actor=actor, now=now, verb="charge.replaced", of=new, after={"replaces": old.pk})
        return new

    return once(Charge, key=key, verb="charge.replace", actor=actor, now=now, make=make)


def charge_once(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    tariff: Tariff,
    amount: Decimal,
    text: str,
    unit: Any = None,
    customer: Any = None,
    due_days: int = 0,
    origin: str = "",
    basis: dict[str, Any] | None = None,
    key: str = "",
) -> Charge:
    """A single charge outside of runs: a repair charged to the home, a lost card. Due in so many days.

    `origin` says where it comes from (`case:17`). The owner of the day pays unless a customer is named. Raises Refused
    for no amount, a room of another estate, or nobody to charge.
    """
    if not origin:
        require(actor, "billing.run")
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise Refused(_("金额要大于零，最多两位小数"), field="amount")
    if not text.strip():
        raise Refused(_("请写明收的是什么费"), field="text")
    _refuse_elsewhere(estate, tariff, unit, customer)

    def make() -> Charge:
        day = today(estate, now)
        payer = customer or _owner(unit, day)
        charge = Charge(
            tariff=tariff, unit=unit, customer=payer, kind=Charge.Kind.ONE_OFF, text=text.strip()[:120],
            period_start=day, period_end=day, due_on=day + timedelta(days=due_days), on=day, amount=amount,
            origin=origin,
            basis={
                "method": "once", "tariff": tariff.name, "unit": unit.spoken_address if unit else "",
                "customer": payer.name if payer else "", **(basis or {}),
            },
        )  # fmt: skip
        with transaction.atomic():
            raise_charges(
                actor=actor, now=now, estate=estate, charges=[charge], kind="bill", text=charge.text
            )
            record(actor=actor, now=now, verb="charge.once", of=charge, after={"amount": str(amount)})
        return charge

    return once(Charge, key=key, verb="charge.once", actor=actor, now=now, make=make)


def _refuse_elsewhere(estate: Any, tariff: Tariff, unit: Any, customer: Any) -> None:
    if unit is None and customer is None:
        raise Refused(_("请选择房号或客户"), field="unit")
    if unit is not None and (unit.estate_id != estate.pk or unit.retired_at):
        raise Refused(_("这个项目没有这个房号，请检查"), field="unit")
    if (
        tariff.company_id != estate.company_id
        or tariff.estate_id not in (None, estate.pk)
        or tariff.retired_at
    ):
        raise Refused(_("这项收费不能用于这个项目"), field="tariff")


def _owner(unit: Any, day: date) -> Any:
    """The owner on the day; None when nobody is known, then the home owes it."""
    here = (
        unit.occupancies.filter(role="owner", retired_at=None)
        .select_related("customer")
        .order_by("since", "pk")
    )
    return next(
        (one.customer for one in here if (one.since or date.min) <= day <= (one.until or date.max)), None
    )
