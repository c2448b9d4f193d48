"""Calls come on the list and go from it as cases move."""

from datetime import datetime

from guanjia.engine.access import SystemActor
from guanjia.engine.audit import trail
from guanjia.engine.events import emit
from guanjia.work.cases.models import Case
from guanjia.work.followups import events, queries
from guanjia.work.followups.actions.concluding import end
from guanjia.work.followups.models import FollowUp


def open_followup(
    *,
    case: Case,
    kind: str,
    due_at: datetime,
    not_before: datetime,
    attempts: int,
    actor: SystemActor,
    now: datetime,
) -> FollowUp:
    """Put one call on the list; a second time for the same round returns the first."""
    followup, is_new = FollowUp.objects.get_or_create(
        case=case,
        cycle=case.cycle,
        kind=kind,
        defaults={
            "company_id": case.company_id,
            "estate_id": case.estate_id,
            "opened_at": now,
            "due_at": due_at,
            "not_before": not_before,
            "attempts_needed": attempts,
            "excluded": queries.excluded_from(case),
        },
    )
    if is_new:
        trail.record(actor=actor, now=now, verb="followup.opened", of=followup, after=trail.facts(followup))
        emit(events.FollowUpOpened(followup.pk, case.pk, case.estate_id, now))
    return followup


def cancel_followups(*, case_id: int, actor: SystemActor, now: datetime) -> None:
    """The case was reopened, cancelled or merged: what was due about it is no longer asked."""
    for followup in FollowUp.objects.due().filter(case_id=case_id).select_for_update():
        end(followup, FollowUp.State.CANCELLED, actor=actor, now=now, verb="followup.cancelled")


def restore_followups(*, case: Case, actor: SystemActor, now: datetime) -> None:
    """A merge was undone: what was due about the finished round is asked after all, with the time it had."""
    if case.state != Case.State.FINISHED:
        return
    cancelled = FollowUp.objects.filter(case=case, cycle=case.cycle, state=FollowUp.State.CANCELLED)
    for followup in cancelled.select_for_update():
        with trail.change(followup, actor=actor, now=now, verb="followup.restored"):
            followup.state, followup.ended_at = FollowUp.State.DUE, None
        emit(events.FollowUpOpened(followup.pk, case.pk, case.estate_id, now))
