"""The steps of a billing run as a person takes them. The long ones are handed to a worker."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.billing import writing
from guanjia.work.billing.models import BillingRun
from guanjia.work.billing.plan import prices_of
from guanjia.work.billing.rules.periods import DAY, add_months
from guanjia.work.billing.running import is_held
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Tariff

State = BillingRun.State
TASKS = {State.DRAFTING: "billing.draft", State.PUBLISHING: "billing.publish"}
AHEAD = timedelta(days=366)


def start_run(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    tariffs: Iterable[Tariff],
    start: date,
    months: int = 1,
    key: str = "",
    defer: bool = True,
) -> BillingRun:
    """Have the bills of the periods that begin in these months worked out. Nothing is owed before `publish_run`.

    `defer=False` leaves the work to the caller (`running.draft`). Raises Refused for a window that is not whole
    months or too far ahead, no tariff, or one of another place.
    """
    require(actor, "billing.run")
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Refused(_("找不到这个项目。"), field="estate")
    chosen = sorted({one.pk for one in tariffs})
    _refuse_wrong_window(start, months, today(estate, now))
    _refuse_wrong_tariffs(chosen, estate)

    def make() -> BillingRun:
        end = add_months(start, months) - DAY
        with transaction.atomic():
            run = BillingRun.objects.create(
                company_id=estate.company_id, estate=estate, tariff_ids=chosen, start=start, end=end, at=now,
                by_id=actor.pk,
            )  # fmt: skip
            record(actor=actor, now=now, verb="billing.started", of=run, after={"tariffs": chosen})
            if defer:
                _hand_over(run)
        return run

    return once(BillingRun, key=key, verb="billing.start", actor=actor, now=now, make=make)


def _refuse_wrong_window(start: date, months: int, day: date) -> None:
    if start.day != 1 or not 1 <= months <= 12:
        raise Refused(_("出账从某月 1 日起，一次 1 到 12 个月"), field="start")
    if start > day + AHEAD:
        raise Refused(_("最多提前一年出账，请检查月份"), field="start")
    if start.year < 2000:
        raise Refused(_("月份不对，请检查年份"), field="start")


def _refuse_wrong_tariffs(chosen: list[int], estate: Any) -> None:
    here = Tariff.objects.filter(pk__in=chosen, company_id=estate.company_id, retired_at=None)
    found = here.filter(Q(estate=estate) | Q(estate=None)).exclude(kind__in=["one_off", "late"]).count()
    if not chosen or found != len(chosen):
        raise Refused(_("请选择这个项目的周期收费项目；停用的和临时收费不能出账"), field="tariffs")


def recalculate_run(*, actor: Actor, now: datetime, run: BillingRun, defer: bool = True) -> BillingRun:
    """Throw the draft away and work it out anew; also begins a failed or cancelled run again."""
    with transaction.atomic():
        run = _locked(actor, run, State.DRAFTED, State.FAILED, State.CANCELLED)
        writing.drop_lines(run)
        run.state, run.pass_name, run.at_unit, run.progress = State.DRAFTING, "units", 0, 0
        run.error, run.cancel_asked, run.totals = "", False, {}
        run.save()
        record(actor=actor, now=now, verb="billing.recalculated", of=run)
        if defer:
            _hand_over(run)
    return run


def publish_run(
    *, actor: Actor, now: datetime, run: BillingRun, key: str = "", defer: bool = True
) -> BillingRun:
    """Have the draft published: from then on it is owed. Raises Refused when prices or reductions changed after it was
    worked out, Stale when somebody else was faster."""

    def make() -> BillingRun:
        with transaction.atomic():
            held = _locked(actor, run, State.DRAFTED)
            if not held.totals.get("lines"):
                raise Refused(_("没有可以发布的账单，请先看未出账的原因"), code="nothing")
            _refuse_old_draft(held)
            held.state, held.progress, held.error = State.PUBLISHING, 0, ""
            held.published_by_id = actor.pk
            held.save(update_fields=["state", "progress", "error", "published_by"])
            record(actor=actor, now=now, verb="billing.publish_asked", of=held)
            if defer:
                _hand_over(held)
        return held

    return once(BillingRun, key=key, verb="billing.publish", actor=actor, now=now, make=make)


def _refuse_old_draft(run: BillingRun) -> None:
    if run.seen != prices_of(run):
        raise Refused(_("算好之后收费标准或减免又有变动，请先重新计算"), code="old_draft")


def cancel_run(*, actor: Actor, now: datetime, run: BillingRun) -> BillingRun:
    """Drop a draft: at once when nobody works on it, otherwise as soon as the worker hears of it."""
    with transaction.atomic():
        run = _locked(actor, run, State.DRAFTED, State.DRAFTING, State.FAILED)
        if run.state == State.DRAFTING and is_held(run):
            run.cancel_asked = True
        else:
            writing.drop_lines(run)
            run.state = State.CANCELLED
        run.save(update_fields=["cancel_asked", "state"])
        record(actor=actor, now=now, verb="billing.cancelled", of=run)
    return run


def begin_again(*, actor: Actor, now: datetime, run: BillingRun, defer: bool = True) -> BillingRun:
    """Hand a run to another worker after its own has died; it goes on where that one stopped. Raises Stale while
    somebody works on it."""
    with transaction.atomic():
        run = _locked(actor, run, *TASKS)
        if is_held(run):
            raise Stale(_("后台正在处理，请稍候。"))
        record(actor=actor, now=now, verb="billing.begun_again", of=run)
        if defer:
            _hand_over(run)
    return run


def _hand_over(run: BillingRun) -> None:
    """Leave it to a worker (see jobs.py); the job is there when this transaction commits, or not at all."""
    app.configure_task(TASKS[State(run.state)], queue="default").defer(run_id=run.pk)


def _locked(actor: Actor, run: BillingRun, *states: str) -> BillingRun:
    require(actor, "billing.run")
    held = BillingRun.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run.pk)
    if held.state not in states:
        raise Stale(
            _("这次出账的状态已经变了（现在是“%(state)s”），请刷新后再操作。")
            % {"state": held.get_state_display()}
        )
    return held
