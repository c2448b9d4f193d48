"""Reminders go out; whether they still should is asked again at the last moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from guanjia.channels.mail import letters
from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import record
from guanjia.kernel.errors import Refused
from guanjia.work.collection.debts import Wanted
from guanjia.work.collection.facts import Debtor, debtors_of
from guanjia.work.collection.models import Dunning, DunningRun
from guanjia.work.collection.parameters import LEVELS, plan_of
from guanjia.work.collection.rules import Level, Stop, Way, stopped
from guanjia.work.ledger.models import Charge

PLAN, WORK = "collection.plan", "collection.work"
State = Dunning.State
AT_ONCE = 200


def recheck(*, run: DunningRun, ways: Sequence[str], now: datetime) -> int:
    """Skip those of a run that are paid, partly paid, disputed, promised or spared by now. Returns how many. Few
    statements for all of them."""
    waiting = list(Dunning.objects.filter(run=run, state=State.PREPARED, way__in=ways).defer("text"))
    if not waiting:
        return 0
    plan, zone = plan_of(run.estate, now=now), ZoneInfo(run.estate.time_zone)
    debtors = {(d.debt.unit, d.debt.customer): d for d in debtors_of(Wanted.at([run.estate], now))}
    left = _left(waiting)
    skipped: dict[Stop, list[int]] = {}
    for one in waiting:
        debtor = debtors.get((one.unit_id or 0, one.customer_id or 0))
        why = _why(one, debtor, left) or (stopped(plan, debtor.standing(plan, zone)) if debtor else Stop.PAID)
        if why:
            skipped.setdefault(why, []).append(one.pk)
    for why, ids in skipped.items():
        Dunning.objects.filter(pk__in=ids, state=State.PREPARED).update(state=State.SKIPPED, reason=why.value)
    return sum(map(len, skipped.values()))


def _left(waiting: list[Dunning]) -> dict[int, Any]:
    ids = {pk for one in waiting for pk in one.charge_ids}
    rows = Charge.objects.open().filter(pk__in=ids)
    return dict(rows.annotate(left=F("amount") - F("settled")).values_list("pk", "left"))


def _why(one: Dunning, debtor: Debtor | None, left: dict[int, Any]) -> Stop | None:
    still = sum(left.get(pk, 0) for pk in one.charge_ids)
    if not still or debtor is None:
        return Stop.PAID
    return Stop.CHANGED if still != one.amount else None


@transaction.atomic
def order_mail(*, actor: Actor, now: datetime, run: DunningRun) -> int:
    """Have the e-mails of a run sent by a worker; failed ones are tried again. Returns how many wait."""
    require(actor, PLAN)
    run = DunningRun.objects.visible_to(actor).get(pk=run.pk)
    mine = Dunning.objects.filter(run=run, way=Way.MAIL.value)
    mine.filter(state=State.FAILED).update(state=State.PREPARED, error="")
    number = mine.filter(state=State.PREPARED).count()
    if not number:
        raise Refused(_("这一批没有等待发送的邮件"))
    record(actor=actor, now=now, verb="dunning.mailed", of=run, after={"mails": number})
    job = app.configure_task("collection.send", queue="mail")
    job.defer(company_id=run.company_id, run_id=run.pk, by_id=actor.pk)
    return number


def send_mail(*, run: DunningRun, now: datetime, by_id: int | None = None) -> int:
    """Send what waits, one letter each, checked again before every few hundred. Returns how many went."""
    sent = 0
    with acting_as(system(run.company_id)):
        run = DunningRun.objects.select_related("estate__company").get(pk=run.pk)
        while True:
            recheck(run=run, ways=[Way.MAIL.value], now=now)
            waiting = Dunning.objects.filter(run=run, way=Way.MAIL.value, state=State.PREPARED).order_by("pk")
            some = list(waiting[:AT_ONCE])
            if not some:
                return sent
            sent += sum(_send(one, run, now=now, by_id=by_id) for one in some)


def _send(one: Dunning, run: DunningRun, *, now: datetime, by_id: int | None) -> bool:
    """Taken by one worker alone: the row is marked as sent before the letter leaves, so that none goes twice."""
    taken = Dunning.objects.filter(pk=one.pk, state=State.PREPARED)
    if not taken.update(state=State.SENT, done_at=now, done_by_id=by_id):
        return False
    level = LEVELS[Level(one.level)]
    subject = f"{run.estate.company} {level}"
    log = letters.note(company_id=one.company_id, address=one.address, text=f"{level} {one.place}", now=now)
    try:
        letters.post(log, subject=subject, body=one.text, now=now)
    except OSError as fault:
        why = f"{type(fault).__name__}: {fault}"[:300]
        Dunning.objects.filter(pk=one.pk).update(state=State.FAILED, done_at=None, done_by=None, error=why)
        return False
    return True


@transaction.atomic
def hand_out(*, actor: Actor, now: datetime, run: DunningRun) -> int:
    """The paper letters of a run are printed now: those that should not go are skipped, the others marked as printed.

    Returns how many are to be printed. Raises Refused when none is left.
    """
    require(actor, PLAN)
    run = DunningRun.objects.visible_to(actor).select_related("estate__company").get(pk=run.pk)
    recheck(run=run, ways=[Way.LETTER.value], now=now)
    waiting = Dunning.objects.filter(run=run, way=Way.LETTER.value, state=State.PREPARED)
    number = waiting.update(state=State.SENT, done_at=now, done_by_id=actor.pk)
    if not number:
        raise Refused(_("这一批没有要打印的信函"))
    record(actor=actor, now=now, verb="dunning.printed", of=run, after={"letters": number})
    return number


@transaction.atomic
def mark_told(*, actor: Actor, now: datetime, dunning: Dunning) -> Dunning:
    """A text was sent by hand. Checked again first: what should not go any more is skipped instead (see `state`)."""
    require(actor, WORK)
    ours = Dunning.objects.visible_to(actor).select_related("run__estate__company")
    one = ours.select_for_update(of=("self",)).get(pk=dunning.pk)
    if one.state == State.PREPARED:
        recheck(run=one.run, ways=[one.way], now=now)
        told = Q(pk=one.pk, state=State.PREPARED)
        Dunning.objects.filter(told).update(state=State.SENT, done_at=now, done_by_id=actor.pk)
        one.refresh_from_db()
    return one
