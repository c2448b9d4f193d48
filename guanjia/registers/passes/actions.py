"""Issuing passes for works, making them longer, taking them back."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.engine.numbering.models import next_number
from guanjia.registers.passes.models import WorkerPass


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
