"""Reminders are prepared by a worker, some hundreds at a time; each debtor gets each level once per arrears."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.once import once
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import record
from guanjia.kernel.errors import Refused
from guanjia.work.collection.models import Dunning, DunningRun
from guanjia.work.collection.parameters import plan_of
from guanjia.work.collection.planning import Decision, Letter, decisions, letters_of
from guanjia.work.collection.rules import Plan, Stage
from guanjia.work.ledger.actions import today

PLAN = "collection.plan"
BATCH = 1000
State = DunningRun.State


@transaction.atomic
def start_run(
    *, actor: Actor, now: datetime, estate: Any, levels: Iterable[int], key: str = "", defer: bool = True
) -> DunningRun:
    """Ask for the reminders of an estate as of today. Refused without a level that the plan has.

    `defer`: a worker prepares them; else the caller does (`prepare`).
    """
    require(actor, PLAN)
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Refused(_("您不在这个项目任职"), field="estate")
    offered = {stage.level for stage in plan_of(estate, now=now).stages}
    wanted = sorted(offered.intersection(levels))
    if not wanted:
        raise Refused(_("请至少选择一个已启用的级别"), field="levels")

    def make() -> DunningRun:
        run = DunningRun.objects.create(
            company_id=estate.company_id, estate=estate, on=today(estate, now), at=now, by_id=actor.pk, levels=wanted
        )  # fmt: skip
        record(actor=actor, now=now, verb="dunning.asked", of=run, after={"levels": wanted})
        if defer:
            app.configure_task("collection.prepare", queue="default").defer(
                company_id=run.company_id, run_id=run.pk
            )
        return run

    return once(DunningRun, key=key, verb="dunning.start", actor=actor, now=now, make=make)


def prepare(*, run: DunningRun, now: datetime) -> DunningRun:
    """Write the reminders of a run, batch by batch; what is there already (an earlier try, a colleague's run) stays.

    A second call of a run that is ready does nothing.
    """
    with acting_as(system(run.company_id)):
        run = DunningRun.objects.select_related("estate__company").get(pk=run.pk)
        if run.state == State.READY:
            return run
        DunningRun.objects.filter(pk=run.pk).update(state=State.WORKING)
        plan, found = decisions(run.estate, now=now, levels=run.levels)
        due = [one for one in found if isinstance(one.outcome, Stage)]
        told = Counter(one.outcome.value for one in found if not isinstance(one.outcome, Stage))
        for done, batch in enumerate(batched(due, BATCH), start=1):
            _write(run, plan, list(batch), now=now)
            DunningRun.objects.filter(pk=run.pk).update(progress=min(0.99, done * BATCH / len(due)))
        return _finish(run, told)


@transaction.atomic
def _write(run: DunningRun, plan: Plan, due: list[Decision], *, now: datetime) -> None:
    rows = [_row(run, letter, now=now) for letter in letters_of(run.estate, plan, due, now=now)]
    Dunning.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _row(run: DunningRun, letter: Letter, *, now: datetime) -> Dunning:
    debtor = letter.decision.debtor
    return Dunning(
        company_id=run.company_id, estate_id=run.estate_id, run=run,
        unit_id=debtor.debt.unit or None, customer_id=debtor.debt.customer or None,
        level=letter.stage.level, cycle=debtor.debt.oldest, charge_ids=[one.pk for one in letter.charges],
        amount=letter.amount, late_fee=letter.late_fee, way=letter.way, name=debtor.debt.name,
        place=debtor.debt.room, address=debtor.email if letter.way == "mail" else "", text=letter.text, at=now,
    )  # fmt: skip


@transaction.atomic
def _finish(run: DunningRun, stops: Counter[str]) -> DunningRun:
    levels = Counter(str(level) for level in Dunning.objects.filter(run=run).values_list("level", flat=True))
    run.state, run.progress = State.READY, 1
    run.found = {"levels": dict(levels), "stops": dict(stops)}
    run.save(update_fields=["state", "progress", "found"])
    return run


def fail(*, run_id: int, why: str) -> None:
    """The worker gave up; what was written stays and is not written twice."""
    DunningRun.objects.filter(pk=run_id).exclude(state=State.READY).update(
        state=State.FAILED, error=why[:300]
    )
