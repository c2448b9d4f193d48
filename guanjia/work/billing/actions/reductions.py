"""Reductions are asked for by one person and approved by another."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import facts, record
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.billing.models import Reduction
from guanjia.work.ledger.models import Tariff

State = Reduction.State
MAY_ASK = ("billing.run", "tariffs.edit", "collection.work")


def request_reduction(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    kind: str,
    percent: Decimal,
    since: date,
    reason: str,
    until: date | None = None,
    unit: Unit | None = None,
    unit_status: str = "",
    tariff: Tariff | None = None,
    key: str = "",
) -> Reduction:
    """Ask for so many percent less, for a unit or for all units of a status. Counts once it is approved."""
    if not any(one in actor.permissions for one in MAY_ASK):
        require(actor, MAY_ASK[0])
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Refused(_("找不到这个项目。"), field="estate")
    _refuse_wrong(estate, percent, since, until, reason)
    if (unit is None) == (not unit_status):
        raise Refused(_("请填一个房号，或者选一种房产状态"), field="unit")
    if unit is not None and unit.estate_id != estate.pk:
        raise Refused(_("这个项目没有这个房号，请检查"), field="unit")

    def make() -> Reduction:
        with transaction.atomic():
            made = Reduction.objects.create(
                company_id=estate.company_id, estate=estate, unit=unit, unit_status=unit_status, tariff=tariff,
                kind=kind, percent=percent, since=since, until=until, reason=reason.strip()[:200], asked_at=now,
                asked_by_id=actor.pk,
            )  # fmt: skip
            record(actor=actor, now=now, verb="reduction.asked", of=made, after=facts(made))
        return made

    return once(Reduction, key=key, verb="reduction.request", actor=actor, now=now, make=make)


def _refuse_wrong(estate: Any, percent: Decimal, since: date, until: date | None, reason: str) -> None:
    if not 0 < percent <= 100:
        raise Refused(_("减免比例在 0 到 100 之间，全免填 100"), field="percent")
    if until and until < since:
        raise Refused(_("截止日期早于起始日期"), field="until")
    if not 2000 <= since.year <= 2200:
        raise Refused(_("日期不对，请检查年份"), field="since")
    if not reason.strip():
        raise Refused(_("请写明减免的原因"), field="reason")


@transaction.atomic
def decide_reduction(
    *, actor: Actor, now: datetime, reduction: Reduction, approve: bool, note: str = ""
) -> Reduction:
    """Another person agrees or not; a no needs its reason. Bills that are out already stay as they are."""
    require(actor, "money.approve")
    reduction = _held(actor, reduction)
    if reduction.state != State.ASKED:
        raise Stale(_("这个申请已经处理过"))
    if reduction.asked_by_id == actor.pk:
        raise Forbidden(_("不能审批自己提出的申请，请找另一位有权限的人"))
    if not approve and not note.strip():
        raise Refused(_("不同意时请写明原因"), field="note")
    reduction.state = State.APPROVED if approve else State.REFUSED
    reduction.decided_at, reduction.decided_by_id, reduction.decision = now, actor.pk, note.strip()[:200]
    reduction.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    record(actor=actor, now=now, verb=f"reduction.{reduction.state}", of=reduction, after={"note": note})
    return reduction


@transaction.atomic
def end_reduction(*, actor: Actor, now: datetime, reduction: Reduction, until: date) -> Reduction:
    """The last day of an approved reduction."""
    require(actor, "money.approve")
    reduction = _held(actor, reduction)
    if reduction.state != State.APPROVED:
        raise Stale(_("只有已同意的减免可以终止"))
    if until < reduction.since:
        raise Refused(_("截止日期早于起始日期"), field="until")
    reduction.until, reduction.state = until, State.ENDED
    reduction.save(update_fields=["until", "state"])
    record(actor=actor, now=now, verb="reduction.ended", of=reduction, after={"until": until.isoformat()})
    return reduction


def _held(actor: Actor, reduction: Reduction) -> Reduction:
    return Reduction.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=reduction.pk)
