"""Asking the customer: calls that failed, answers, who is to call. Locks the case first, then the follow-up."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor, SystemActor, require
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.audit import trail
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell
from guanjia.work.followups import events, rules
from guanjia.work.followups.actions.concluding import conclude, miss
from guanjia.work.followups.models import Answer, Attempt, FollowUp, Way

DO, ASSIGN = "followups.do", "followups.assign"


@transaction.atomic
def record_attempt(
    *,
    actor: Actor,
    now: datetime,
    followup: FollowUp,
    outcome: str,
    way: str = Way.PHONE,
    next_at: datetime | None = None,
    note: str = "",
    key: str = "",
) -> Attempt:
    """A try that brought no answer. After the rule's failed calls the follow-up counts as not reached.

    Raises Forbidden, Refused (own work; no time agreed for `later`) and Stale (answered meanwhile).
    """
    require(actor, DO)

    def make() -> Attempt:
        locked = _locked(actor, followup)
        _refuse_own_work(actor, locked)
        _refuse_unless_open(locked)
        _refuse_vague(outcome, next_at, now)
        return _record_attempt(
            locked, actor=actor, now=now, way=way, outcome=outcome, next_at=next_at, note=note.strip()
        )

    return once(Attempt, key=key, verb="followup.attempt", actor=actor, now=now, make=make)


@transaction.atomic
def record_answer(
    *,
    actor: Actor,
    now: datetime,
    followup: FollowUp,
    stars: int,
    satisfied: bool,
    words: str = "",
    way: str = Way.PHONE,
    opens: str = Answer.Opens.COMPLAINT,
    key: str = "",
) -> Answer:
    """What the customer said when asked by us. Satisfied closes the case; not satisfied sends it back to work.

    `opens` is the kind of case that a dissatisfied household of a sample opens.
    Raises Forbidden, Refused (own work; stars outside 1–5; not satisfied without a word why) and Stale.
    """
    require(actor, DO)
    if way == Way.LINK:
        raise Refused(_("链接上的评价只能由客户自己提交"), field="way")
    if opens not in Answer.Opens.values:
        raise Refused(_("请选择登记成投诉还是报修"), field="opens")

    def make() -> Answer:
        locked = _locked(actor, followup)
        _refuse_own_work(actor, locked)
        _refuse_unless_open(locked)
        if not satisfied and not words.strip():
            raise Refused(_("客户不满意时，请记下不满意的原因，责任部门要照着返工"), field="words")
        said = {"stars": stars, "satisfied": satisfied, "words": words, "way": way, "opens": opens}
        return conclude(locked, actor=actor, now=now, **said)

    return once(Answer, key=key, verb="followup.answer", actor=actor, now=now, make=make)


@transaction.atomic
def assign_followup(*, actor: Actor, now: datetime, followup: FollowUp, staff: Staff | None) -> FollowUp:
    """Say who is to call; None gives it back to everybody. Raises Forbidden, Refused (unfit person) and Stale."""
    require(actor, ASSIGN)
    locked = _locked(actor, followup)
    _refuse_unless_open(locked)
    if staff is not None:
        if staff.pk in locked.excluded:
            raise Refused(_("%(name)s 办理过这件事，不能由本人回访") % {"name": staff.name}, field="staff")
        if not staff.is_active or not may(staff, DO) or locked.estate_id not in staff.estate_ids:
            raise Refused(_("%(name)s 不能做这个项目的回访") % {"name": staff.name}, field="staff")
    with trail.change(locked, actor=actor, now=now, verb="followup.assigned"):
        locked.assignee = staff
    return locked


def answer_once(
    followup: FollowUp, *, actor: SystemActor, now: datetime, stars: int, satisfied: bool, words: str,
    opens: str = Answer.Opens.COMPLAINT,
) -> Answer:  # fmt: skip
    """The customer's own answer by link; `opens` as for `record_answer`. Raises Refused and Stale."""
    with transaction.atomic():
        locked = _locked(actor, followup)
        _refuse_unless_open(locked)
        said = {"stars": stars, "satisfied": satisfied, "words": words, "way": Way.LINK, "opens": opens}
        return conclude(locked, actor=actor, now=now, **said)


def _locked(actor: Actor, followup: FollowUp) -> FollowUp:
    case = None
    if followup.case_id:
        case = Case.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=followup.case_id)
    locked = FollowUp.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=followup.pk)
    locked.case = case
    return locked


def _refuse_own_work(actor: Actor, followup: FollowUp) -> None:
    if actor.pk in followup.excluded:
        raise Refused(_("这件事是您办理的，回访要由别的同事来做"), code="own_work")


def _refuse_unless_open(followup: FollowUp) -> None:
    if not followup.is_open:
        raise Stale(_("这次回访已经有结果了，请刷新页面查看"))


def _refuse_vague(outcome: str, next_at: datetime | None, now: datetime) -> None:
    if outcome == Attempt.Outcome.LATER and next_at is None:
        raise Refused(_("请填写客户方便的时间"), field="next_at")
    if next_at is not None and next_at <= now:
        raise Refused(_("下次联系的时间已经过了，请改成以后的时间"), field="next_at")


def _record_attempt(
    followup: FollowUp, *, actor: Actor, now: datetime, next_at: datetime | None, **said: Any
) -> Attempt:
    attempt = Attempt.objects.create(
        company_id=followup.company_id,
        estate_id=followup.estate_id,
        followup=followup,
        at=now,
        by_id=actor.pk,
        next_at=next_at,
        **said,
    )
    if followup.case:
        data = {"way": attempt.way, "outcome": attempt.outcome}
        tell(followup.case, kind="followup.tried", actor=actor, now=now, text=attempt.note, data=data)
    emit(events.FollowUpTried(followup.pk, followup.case_id, followup.estate_id, now, attempt.outcome))
    if followup.state == FollowUp.State.DUE:
        _after_attempt(followup, attempt, actor=actor, now=now)
    return attempt


def _after_attempt(followup: FollowUp, attempt: Attempt, *, actor: Actor, now: datetime) -> None:
    local = now.astimezone(ZoneInfo(followup.estate.time_zone))
    failed = [one.at.astimezone(local.tzinfo) for one in followup.attempts.all() if one.is_failed_call]
    worn_out = rules.is_worn_out(failed, attempts=followup.attempts_needed)
    if attempt.outcome == Attempt.Outcome.REFUSED or worn_out:
        miss(followup, actor=actor, now=now)
        return
    with trail.change(followup, actor=actor, now=now, verb="followup.put_off"):
        followup.not_before = attempt.next_at or rules.next_call(local, failed)
