"""Late fees become charges when they are paid, and are forgiven within limits."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import SystemActor
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.audit.words import written
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.billing.late import late_fees_as_of
from guanjia.work.billing.models import LateWaiver
from guanjia.work.billing.parameters import waiving_limit
from guanjia.work.ledger.actions import Draft, account, addressed, credit, post_all, raising, today
from guanjia.work.ledger.models import Charge, Tariff
from guanjia.work.ledger.refusals import explained
from guanjia.work.ledger.rules import Kind

State = LateWaiver.State


@transaction.atomic
def fix_late_fees(
    *, actor: Actor, now: datetime, charges: Iterable[Charge], on: date | None = None
) -> list[Charge]:
    """What has accrued through the day (today at the estate) and is not fixed yet becomes charges, one for each of
    these. A second call makes none. Returns the new ones.

    For the cashier, in the transaction of the payment, before the payment itself; holds the charges against others.
    """
    wanted = [one.pk for one in charges]
    held = list(
        Charge.objects.filter(pk__in=wanted)
        .select_related("estate", "tariff__payee")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    made: list[Charge] = []
    for estate in {one.estate_id: one.estate for one in held}.values():
        here = [one for one in held if one.estate_id == estate.pk]
        day, values = on or today(estate, now), Parameters.of(estate, now)
        if new := late_charges(here, day, on=day, now=now, values=values):
            drafts = addressed(estate, [late_entry(estate, new, day)])
            with explained():
                post_all(actor=actor, now=now, estate=estate, drafts=drafts)
            made += new
    return made


def late_charges(
    held: Iterable[Charge], day: date, *, on: date, now: datetime, values: Parameters
) -> list[Charge]:
    """What has accrued on charges of one estate through the day and is not fixed yet, as charges of the day `on` that
    are not written.

    For somebody who holds the charges against others. They need `tariff` with its payee.
    """
    held = list(held)
    fees = late_fees_as_of(held, day, now=now, here=values)
    late = [(one, fees[one.pk].due) for one in held if one.pk in fees and fees[one.pk].due]
    own = next((_late_tariff(one) for one, _due in late if not one.tariff.payee_id), None)
    return [_late_charge(one, due, day, on=on, own=own) for one, due in late]


def late_entry(estate: Any, charges: Sequence[Charge], day: date) -> Draft:
    """Write these charges; the entry that brings them into the books is still to be posted."""
    return raising(estate=estate, charges=charges, kind="late_fee", text=written("计收违约金"), on=day)


def _late_charge(of: Charge, amount: Decimal, day: date, *, on: date, own: Tariff | None) -> Charge:
    basis = {
        "method": "late", "of": of.text, "unit": of.basis.get("unit", ""), "customer": of.basis.get("customer", ""),
        "due_on": of.due_on.isoformat(), "through": day.isoformat(), "amount": str(of.amount),
    }  # fmt: skip
    return Charge(
        tariff=of.tariff if of.tariff.payee_id else own, kind=Charge.Kind.LATE,
        unit_id=of.unit_id, customer_id=of.customer_id,
        text=written("违约金 %(of)s") % {"of": of.text}, period_start=of.due_on + timedelta(days=1), period_end=day,
        due_on=day, on=on, amount=amount, late_of=of, basis=basis,
    )  # fmt: skip


def _late_tariff(of: Charge) -> Tariff:
    """The company's fee by that name. What is collected for others earns it for them, under their own fee."""
    made, _new = Tariff.objects.get_or_create(
        company_id=of.company_id, estate=None, code="late",
        defaults={"name": _("违约金"), "kind": Tariff.Kind.LATE, "order": 90},
    )  # fmt: skip
    return made


def waive_late_fee(
    *, actor: Actor, now: datetime, charge: Charge, amount: Decimal, reason: str, key: str = ""
) -> LateWaiver:
    """Forgive part of a late fee: at once up to the person's own limit, else it waits for `decide_waiver`.

    `charge` is the late fee, or the bill it is for: then what has accrued is fixed first. Raises Refused for more
    than is owed.
    """
    if not reason.strip():
        raise Refused(_("请写明减免的原因"), field="reason")
    if amount <= 0:
        raise Refused(_("减免金额要大于零"), field="amount")
    _refuse_stranger(actor, charge)

    def make() -> LateWaiver:
        with transaction.atomic():
            late = _fixed_late(actor, now, charge)
            if amount > late.outstanding:
                raise Refused(
                    _("这笔违约金还欠 ¥%(left)s，不能减免更多") % {"left": late.outstanding}, field="amount"
                )
            waiver = LateWaiver.objects.create(
                company_id=late.company_id, estate_id=late.estate_id, charge=late, amount=amount,
                reason=reason.strip()[:200], asked_at=now, asked_by_id=actor.pk,
            )  # fmt: skip
            record(
                actor=actor, now=now, verb="late_fee.waiver_asked", of=waiver, after={"amount": str(amount)}
            )
            if isinstance(actor, SystemActor) or amount <= waiving_limit(actor, late.estate, now=now):
                _forgive(waiver, actor, now)
        return waiver

    return once(LateWaiver, key=key, verb="late_fee.waive", actor=actor, now=now, make=make)


def _fixed_late(actor: Actor, now: datetime, charge: Charge) -> Charge:
    if charge.kind != Charge.Kind.LATE:
        fix_late_fees(actor=actor, now=now, charges=[charge])
        found = Charge.objects.open().filter(late_of=charge).order_by("-amount", "id").first()
        if found is None:
            raise Refused(_("这笔费用没有违约金"), field="amount")
        charge = found
    late = Charge.objects.select_related("estate", "tariff__payee").select_for_update(
        of=("self",), no_key=True
    )
    late = late.get(pk=charge.pk)
    if LateWaiver.objects.filter(charge=late, state=State.ASKED).exists():
        raise Refused(_("这笔违约金已有减免申请在等审批"), code="asked")
    return late


@transaction.atomic
def decide_waiver(
    *, actor: Actor, now: datetime, waiver: LateWaiver, approve: bool, note: str = ""
) -> LateWaiver:
    """Another person, within his own limit, agrees or not."""
    require(actor, "money.approve")
    waiver = LateWaiver.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=waiver.pk)
    if waiver.state != State.ASKED:
        raise Stale(_("这个申请已经处理过"))
    if waiver.asked_by_id == actor.pk:
        raise Forbidden(_("不能审批自己提出的申请，请找另一位有权限的人"))
    if not approve:
        if not note.strip():
            raise Refused(_("不同意时请写明原因"), field="note")
        waiver.state, waiver.decided_at, waiver.decided_by_id = State.REFUSED, now, actor.pk
        waiver.decision = note.strip()[:200]
        waiver.save(update_fields=["state", "decided_at", "decided_by", "decision"])
        record(
            actor=actor, now=now, verb="late_fee.waiver_refused", of=waiver, after={"note": waiver.decision}
        )
        return waiver
    limit = waiving_limit(actor, waiver.estate, now=now)
    if waiver.amount > limit:
        raise Forbidden(_("超过您的减免限额 ¥%(limit)s，请上一级审批") % {"limit": limit})
    waiver.decision = note.strip()[:200]
    _forgive(waiver, actor, now)
    return waiver


def _forgive(waiver: LateWaiver, actor: Actor, now: datetime) -> None:
    charge = Charge.objects.select_related("estate", "tariff__payee").get(pk=waiver.charge_id)
    waiver.entry = credit(
        actor=actor, now=now, charge=charge, amount=waiver.amount, kind="waiver",
        text=written("减免违约金：%(reason)s") % {"reason": waiver.reason},
        against=None if charge.tariff.payee_id else account(charge.estate, Kind.WAIVED),
    )  # fmt: skip
    waiver.state, waiver.decided_at, waiver.decided_by_id = State.APPROVED, now, actor.pk
    waiver.save(update_fields=["state", "decided_at", "decided_by", "decision", "entry"])
    record(actor=actor, now=now, verb="late_fee.waived", of=waiver, after={"amount": str(waiver.amount)})


def _refuse_stranger(actor: Actor, charge: Charge) -> None:
    rights = ("cash.take", "collection.work", "billing.correct", "money.approve")
    if not isinstance(actor, SystemActor) and not any(one in actor.permissions for one in rights):
        require(actor, "billing.correct")
    if charge.company_id != actor.company_id or charge.estate_id not in actor.estate_ids:
        raise Refused(_("找不到这笔费用"))
