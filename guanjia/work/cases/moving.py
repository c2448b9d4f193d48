"""Carrying a case through its procedure: entering and leaving steps, finishing, closing. Called by actions only."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine import sop
from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.engine.events import emit
from guanjia.engine.sop import flow
from guanjia.kernel.errors import Refused
from guanjia.work.cases import clocks, notices
from guanjia.work.cases.events import CaseClosed, CaseFinished, CaseReopened, StepDone, StepEntered
from guanjia.work.cases.facts import facts_of, procedure_of, roles_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.records import note_records
from guanjia.work.cases.sheets import keep_with
from guanjia.work.cases.timeline import tell

_in_hand: ContextVar[dict[int, Case]] = ContextVar("cases in hand")


@contextmanager
def in_hand(case: Case) -> Iterator[None]:
    """Inside, clocks of the case that start are written together; its next deadline is noted on it.

    The caller keeps the case afterwards, with `and_due`.
    """
    token = _in_hand.set({**_in_hand.get({}), case.pk: case})
    try:
        with clocks.started_together(case):
            yield
    finally:
        _in_hand.reset(token)


def note_next_due(case_id: int, due_at: datetime | None) -> None:
    """The earliest deadline stands on the case, so that lists sort by it."""
    if case := _in_hand.get({}).get(case_id):
        case.next_due_at = due_at
    else:
        Case.objects.filter(pk=case_id).update(next_due_at=due_at)


def open_steps(case: Case) -> dict[str, Step]:
    """The open steps by code, locked."""
    rows = Step.objects.select_for_update().filter(case=case, done_at=None, cancelled_at=None)
    return {step.code: step for step in rows}


def enter(case: Case, code: str, *, actor: Actor, now: datetime) -> Step:
    """Open a step: its row, its clock, what it opens, what it pauses."""
    spec = procedure_of(case).steps[code]
    step = Step.objects.create(
        company_id=case.company_id,
        estate_id=case.estate_id,
        case=case,
        code=code,
        role=",".join(roles_of(case, spec, now=now)),
        cycle=case.cycle,
        entered_at=now,
        assignee_id=_assignee(case, spec),
        wake_at=clocks.wake_at(case, spec, now),
    )
    step.due_at = clocks.enter_step(case, step, spec, actor=actor, now=now)
    if step.due_at:
        step.save(update_fields=["due_at"])
    if spec.enter:
        _learn(case, spec.enter, case.answers, actor=actor, now=now)
    if spec.confirms:
        _finish(case, actor=actor, now=now)
    emit(StepEntered(case.pk, case.estate_id, now, step.pk, code, spec.opens or "", step))
    notices.tell_step(case, step, spec, actor=actor, now=now)
    return step


def leave(
    case: Case, step: Step, answers: Mapping[str, Any], *, opened: Iterable[str], actor: Actor, now: datetime
) -> None:
    """Record what was done in the step, run its effect and go where these answers lead."""
    procedure = procedure_of(case)
    spec = procedure.steps[step.code]
    case.answers = {**case.answers, **answers}
    note_records(case, spec.fields, answers)
    keep_with(step, spec)
    step.answers, step.done_at, step.done_by_id = dict(answers), now, actor.pk
    step.save(update_fields=["answers", "done_at", "done_by"])
    clocks.leave_step(case, step, spec, actor=actor, now=now)
    tell(
        case,
        kind="step",
        actor=actor,
        now=now,
        text=spec.label,
        data={"code": step.code, "answers": dict(answers)},
    )
    if spec.effect:
        _learn(case, spec.effect, answers, actor=actor, now=now)
    emit(StepDone(case.pk, case.estate_id, now, step.pk, step.code))
    move(case, flow.after(procedure, step.code, facts_of(case), set(opened)), actor=actor, now=now)


def move(case: Case, moves: flow.Moves, *, actor: Actor, now: datetime) -> None:
    """Drop, enter, close; the case is saved."""
    drop(case, moves.drop, actor=actor, now=now)
    if moves.again:
        start_again(case, actor=actor, now=now)
    for code in moves.enter:
        enter(case, code, actor=actor, now=now)
    if moves.finished:
        close(case, actor=actor, now=now)
    case.version += 1
    keep(case)


def keep(case: Case, *, and_due: bool = False) -> None:
    """Save all but what the clocks write themselves, or that too when the case was in hand."""
    theirs = ("id",) if and_due else ("id", "next_due_at")
    case.save(update_fields=[f.name for f in Case._meta.concrete_fields if f.name not in theirs])


def drop(case: Case, codes: Iterable[str], *, actor: Actor, now: datetime) -> None:
    """Cancel open steps that are no longer needed."""
    codes = list(codes)
    if codes:
        for step in Step.objects.filter(case=case, code__in=codes, done_at=None, cancelled_at=None):
            clocks.leave_step(
                case, step, procedure_of(case).steps[step.code], actor=actor, now=now, cancelled=True
            )
        Step.objects.filter(case=case, code__in=codes, done_at=None, cancelled_at=None).update(
            cancelled_at=now
        )


def start_again(case: Case, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """The customer is not satisfied: a new cycle with clocks of its own; the old ones stay as facts."""
    case.cycle += 1
    case.state, case.finished_at = Case.State.OPEN, None
    case.answers = {name: value for name, value in case.answers.items() if name not in clocks.OF_ONE_CYCLE}
    keep(case)
    clocks.start_cycle(case, actor=actor, now=now)
    tell(case, kind="reopened", actor=actor, now=now, text=reason, data={"cycle": case.cycle})
    emit(CaseReopened(case.pk, case.estate_id, now, reason))


def close(case: Case, *, actor: Actor, now: datetime) -> None:
    case.state, case.closed_at = Case.State.CLOSED, now
    case.finished_at = case.finished_at or now
    clocks.end_all(case, actor=actor, now=now)
    tell(case, kind="closed", actor=actor, now=now)
    emit(CaseClosed(case.pk, case.estate_id, now))


def _finish(case: Case, *, actor: Actor, now: datetime) -> None:
    case.state, case.finished_at = Case.State.FINISHED, now
    clocks.finish(case, actor=actor, now=now)
    tell(case, kind="finished", actor=actor, now=now)
    keep(case)
    emit(CaseFinished(case.pk, case.estate_id, now))


def put_off(case: Case, *, until: datetime, actor: Actor, now: datetime) -> None:
    """The customer agreed to wait until then: the finish and the open steps that may be delayed are due then.

    Raises Refused when what has to be done now cannot be put off.
    """
    opened = open_steps(case)
    specs = procedure_of(case).steps
    delayed = [step for code, step in opened.items() if specs[code].may_delay]
    if opened and not delayed:
        names = "、".join(_(specs[code].label) for code in opened)
        raise Refused(_("“%(steps)s”必须按时完成，不能延期") % {"steps": names}, field="until")
    with change(case, actor=actor, now=now, verb="case.delayed"):
        case.promised_at = until
        case.answers = {**case.answers, clocks.DELAYED: until.isoformat()}
    clocks.retarget(case, actor=actor, now=now)
    clocks.put_off_steps(case, delayed, until, actor=actor, now=now)


def _learn(
    case: Case, effect: sop.Effect, answers: Mapping[str, Any], *, actor: Actor, now: datetime
) -> None:
    """Run an effect, remember what it found out, and let the clocks follow if they go by something else now."""
    before = clocks.aims(case)
    case.answers = {**case.answers, **(effect(case=case, answers=answers, actor=actor, now=now) or {})}
    if clocks.aims(case) != before:
        clocks.retarget(case, actor=actor, now=now)


def _assignee(case: Case, spec: sop.Step) -> int | None:
    if spec.assign and case.answers.get(spec.assign):
        return int(case.answers[spec.assign])
    if sop.FIRST_OWNER in spec.roles:
        return case.first_owner_id
    return case.handler_id if sop.ASSIGNEE in spec.roles else None
