"""What a worker does with a run: draft it, publish it. Each may be repeated safely after a crash."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import record
from guanjia.engine.audit.words import written
from guanjia.engine.events import emit
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now as present
from guanjia.work.billing import drafting, writing
from guanjia.work.billing.events import BillsPublished
from guanjia.work.billing.models import BillingRun
from guanjia.work.billing.plan import Plan, plan_of
from guanjia.work.ledger.actions import sides, today
from guanjia.work.ledger.models import Entry, Tariff
from guanjia.work.ledger.refusals import explained
from guanjia.work.meters.actions import mark_billed

_LOCK = 0x42494C
_dumps = partial(json.dumps, ensure_ascii=False)
log = logging.getLogger(__name__)
State = BillingRun.State


class Cancelled(Exception):
    """Somebody pressed cancel."""


def draft(run_id: int, *, now: datetime | None = None) -> None:
    """Work out every line, going on where an earlier worker stopped. A second call does nothing."""
    now = now or present()
    with _held(run_id, State.DRAFTING) as (run, _actor):
        if run is None:
            return
        plan = plan_of(run, now=now)
        for at in range(drafting.PASSES.index(run.pass_name), len(drafting.PASSES)):
            name = drafting.PASSES[at]
            for first, last in drafting.batches(plan, name, after=run.at_unit):
                _draft_batch(plan, name, first, last)
            run.pass_name, run.at_unit = drafting.PASSES[min(at + 1, len(drafting.PASSES) - 1)], 0
        _finish(plan, now=now)


@transaction.atomic
def _draft_batch(plan: Plan, name: str, first: int, last: int) -> None:
    """One batch and how far we are, kept together."""
    run = plan.run
    writing.insert_lines(run, drafting.lines_of(plan, name, first, last), _dumps)
    run.pass_name, run.at_unit = name, last
    run.progress = min(0.95, run.progress + (1 - run.progress) / 4)
    kept = BillingRun.objects.filter(pk=run.pk, cancel_asked=False)
    if not kept.update(pass_name=name, at_unit=last, progress=run.progress):
        raise Cancelled


@transaction.atomic
def _finish(plan: Plan, *, now: datetime) -> None:
    run = plan.run
    writing.mark_odd(run, times=Parameters.of(run.estate, now).value("billing.high"))
    run.totals, run.state, run.progress = writing.totals_of(run), State.DRAFTED, 1
    run.drafted_on, run.drafted_at = plan.day, now
    run.save(update_fields=["totals", "state", "progress", "drafted_on", "drafted_at", "seen"])


def publish(run_id: int, *, now: datetime | None = None) -> None:
    """The whole draft into the books in one transaction, or nothing of it. A second call does nothing."""
    now = now or present()
    with _held(run_id, State.PUBLISHING) as (run, actor):
        if run is None:
            return
        with explained(), transaction.atomic():
            _publish(run, actor, now)


def _publish(run: BillingRun, actor: Actor, now: datetime) -> None:
    on, estate = today(run.estate, now), run.estate
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK + 1, estate.pk])
    if writing.drop_billed(run):
        run.totals = writing.totals_of(run)
    if not run.totals.get("lines"):
        raise Refused(_("没有可以发布的账单：全部已经出过账"), code="nothing")
    tariffs = Tariff.objects.filter(pk__in=run.tariff_ids).select_related("payee")
    accounts = {one.pk: sides(estate, one) for one in tariffs}
    entry = Entry.objects.create(
        company_id=run.company_id, estate=estate, kind="bill", on=on, at=now,
        text=written("出账 %(period)s") % {"period": run}, actor_id=actor.pk, actor_name=actor.name,
    )  # fmt: skip
    mark_billed(now=now, readings=writing.readings_of(run))
    writing.publish_lines(run, entry, on, accounts)
    run.state, run.entry, run.published_at, run.progress, run.error = State.PUBLISHED, entry, now, 1, ""
    run.save(update_fields=["state", "entry", "published_at", "progress", "error", "totals"])
    record(actor=actor, now=now, verb="billing.published", of=run, after=run.totals)
    emit(BillsPublished(run.pk, estate.pk, now))


def is_held(run: BillingRun) -> bool:
    """Whether some worker is at it right now. A worker that died holds nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, run.pk])
        return not cursor.fetchone()[0]


@contextmanager
def _held(run_id: int, state: str) -> Iterator[tuple[Any, Any]]:
    """The run, if it waits in this state and no other worker has it, under the rights of whoever asked for it.

    Whatever stops the work is written on the run; a publication that is stopped leaves the draft.
    """
    with acting_as(system(None)):
        waiting = BillingRun.objects.select_related("by", "published_by", "estate")
        run = waiting.filter(pk=run_id, state=state).first()
    if run is None:
        yield None, None
        return
    publishing = state == State.PUBLISHING
    actor: Actor = (run.published_by if publishing else run.by) or system(run.company_id)
    with acting_as(actor), _alone(run.pk) as free:
        try:
            still = free and BillingRun.objects.filter(pk=run.pk, state=state).exists()
            yield (run, actor) if still else (None, None)
        except Cancelled:
            writing.drop_lines(run)
            _end(run, State.CANCELLED, "")
        except Refused as no:
            _end(run, State.DRAFTED if publishing else State.FAILED, str(no))
        except Exception:
            if connection.in_atomic_block:
                raise
            log.exception("billing failed", extra={"run": run.pk})
            words = _("处理时出现意外错误，没有发布任何账单。可以重试；再次失败请联系系统管理员。")
            _end(run, State.DRAFTED if publishing else State.FAILED, words)


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Hold the run's lock on this connection; false when another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, pk])
        free = cursor.fetchone()[0]
    try:
        yield free
    finally:
        if free and not connection.needs_rollback and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, pk])


def _end(run: BillingRun, state: str, error: str) -> None:
    """Write down how the work came to an end other than done: by a new session if the database was lost."""
    with acting_as(system(run.company_id)):
        BillingRun.objects.filter(pk=run.pk).update(state=state, error=error[:300], cancel_asked=False)
