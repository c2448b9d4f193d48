"""Issuing passes for works, making them longer, taking them back; people with passes come and go."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.numbering.models import next_number
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.passes.models import Stay, WorkerPass

GATE = "gate.scan"
KEPT_BY_A_PHONE = timedelta(days=1)


@transaction.atomic
def issue_passes(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    unit: Any,
    contractor: Any,
    names: Iterable[str],
    valid_from: date,
    valid_until: date,
    deposit: Decimal,
    origin: str,
) -> list[WorkerPass]:
    """One numbered pass for each worker; `deposit` in yuan for each, `origin` such as `case:17`."""
    made = []
    for name in names:
        running = next_number(
            company_id=estate.company_id, estate_id=estate.pk, kind="worker_pass", period=f"{valid_from:%y%m}"
        )
        one = WorkerPass.objects.create(
            company_id=estate.company_id, estate=estate, number=f"SG{valid_from:%y%m}-{running:03}",
            kind=WorkerPass.Kind.WORKS, name=name[:60], contractor=contractor, unit=unit, valid_from=valid_from,
            valid_until=valid_until, deposit=deposit, origin=origin,
        )  # fmt: skip
        record(actor=actor, now=now, verb="passes.issued", of=one)
        made.append(one)
    return made


@transaction.atomic
def extend_passes(*, actor: Actor, now: datetime, origin: str, estate: Any, until: date) -> int:
    """The passes of these works are good until this day. Returns how many."""
    rows = _out(origin, estate)
    for one in rows:
        with change(one, actor=actor, now=now, verb="passes.extended"):
            one.valid_until = max(until, one.valid_from)
    return len(rows)


@transaction.atomic
def return_passes(*, actor: Actor, now: datetime, origin: str, estate: Any) -> int:
    """All passes of these works were given back. Returns how many."""
    rows = _out(origin, estate)
    for one in rows:
        with change(one, actor=actor, now=now, verb="passes.returned"):
            one.returned_at = now
    return len(rows)


def _out(origin: str, estate: Any) -> list[WorkerPass]:
    rows = WorkerPass.objects.select_for_update(of=("self",)).filter(estate=estate, origin=origin)
    return list(rows.filter(returned_at=None, retired_at=None).order_by("pk"))


@transaction.atomic
def let_in(
    *, actor: Actor, now: datetime, worker_pass: WorkerPass, at: datetime | None = None, key: str = ""
) -> Stay:
    """The person of the pass comes in; `at` is when a phone without a network noted it.

    Raises Refused when the pass was not good then, Stale when he is inside already.
    """
    require(actor, GATE)

    def make() -> Stay:
        one, when = _locked(worker_pass, actor), happened_at(at, now=now)
        _refuse_bad(one, localdate(when))
        if one.stays.filter(left_at=None).exists():
            raise Stale(_("%(who)s已经在场，出门时再登记") % {"who": one.name})
        stay = Stay.objects.create(
            company_id=one.company_id, estate_id=one.estate_id, worker_pass=one, entered_at=when,
            entered_by_id=actor.pk,
        )  # fmt: skip
        record(actor=actor, now=when, verb="passes.let_in", of=one)
        return stay

    return once(Stay, key=key, verb="passes.let_in", actor=actor, now=now, make=make)


@transaction.atomic
def let_out(
    *, actor: Actor, now: datetime, worker_pass: WorkerPass, at: datetime | None = None, key: str = ""
) -> Stay:
    """The person goes out, whatever his pass is worth by now. Raises Stale when he was not inside."""
    require(actor, GATE)

    def make() -> Stay:
        one = _locked(worker_pass, actor)
        stay = one.stays.filter(left_at=None).first()
        if stay is None:
            raise Stale(_("%(who)s不在场内，不用登记出门") % {"who": one.name})
        stay.left_at, stay.left_by_id = max(happened_at(at, now=now), stay.entered_at), actor.pk
        stay.save(update_fields=["left_at", "left_by"])
        record(actor=actor, now=stay.left_at, verb="passes.let_out", of=one)
        return stay

    return once(Stay, key=key, verb="passes.let_out", actor=actor, now=now, make=make)


def happened_at(at: datetime | None, *, now: datetime) -> datetime:
    """When a phone says that it was: never later than now, and not longer ago than it may keep things."""
    return min(at, now) if at and now - at <= KEPT_BY_A_PHONE else now


def _locked(worker_pass: WorkerPass, actor: Actor) -> WorkerPass:
    return WorkerPass.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=worker_pass.pk)


def _refuse_bad(one: WorkerPass, day: date) -> None:
    said = {"number": one.number, "from": one.valid_from, "until": one.valid_until}
    why = {
        "lapsed": _("%(number)s 已于 %(until)s 到期，不能进场；请到前台办理延期"),
        "early": _("%(number)s 从 %(from)s 起才有效，今天不能进场"),
        "returned": _("%(number)s 已交回，不能再用"),
    }
    if (state := one.state(day)) != "valid":
        raise Refused(why[state] % said)
