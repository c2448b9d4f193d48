"""Doing what a step asks for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine import sop
from guanjia.engine.access import Actor, SystemActor, system
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import noted
from guanjia.engine.sop import answers as checks
from guanjia.engine.sop import flow
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases import clocks, moving
from guanjia.work.cases.actions._shared import complaint, locked, refuse_if_over, refuse_unknown
from guanjia.work.cases.actions.messages import add_attachment
from guanjia.work.cases.facts import facts_of, procedure_of, roles_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.sheets import attached_to


@transaction.atomic
def complete_step(
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    step: str,
    answers: dict[str, Any],
    uploads: Iterable[tuple[str, UploadedFile]] = (),
    key: str = "",
) -> Case:
    """Record what was done in the step that the person saw, with its photos, and move the case on: all or nothing.

    A repeated `key` gives the case again. Raises Stale when somebody has done it already, Forbidden when it is not
    this person's to do, Refused (with `field`) when something is missing or a rule of the procedure says no.
    """

    def do() -> Case:
        return _complete(actor, now, locked(case, actor), step, answers, uploads)

    return once(Case, key=key, verb="case.step", actor=actor, now=now, make=do)


def _complete(
    actor: Actor,
    now: datetime,
    case: Case,
    step: str,
    answers: dict[str, Any],
    uploads: Iterable[tuple[str, UploadedFile]],
) -> Case:
    refuse_if_over(case)
    opened = moving.open_steps(case)
    if step not in opened:
        raise Stale(_("这一步已经有人办过了，请看最新进展"))
    spec = procedure_of(case).steps[step]
    if spec.awaits:
        raise Refused(_("“%(step)s”由现场进展自动完成，不能手工办理") % {"step": _(spec.label)})
    require_mine(case, opened[step], spec, actor, now=now)
    for kind, upload in uploads:
        add_attachment(actor=actor, now=now, case=case, upload=upload, kind=kind)
    if spec.replies:
        clocks.meet(case, "reply", actor=actor, now=now)
    with noted(case, actor=actor, now=now, verb=f"case.{step}"):
        moving.leave(
            case, opened[step], checked(case, spec, answers, actor), opened=opened, actor=actor, now=now
        )
    return case


@transaction.atomic
def receive(*, case: Case, event: str, answers: dict[str, Any], actor: Actor, now: datetime) -> Case:
    """Something outside happened that open steps of the case wait for. A late event changes nothing."""
    case = locked(case, actor)
    for code, step in moving.open_steps(case).items():
        if procedure_of(case).steps[code].awaits == event:
            with noted(case, actor=actor, now=now, verb=f"case.{code}"):
                moving.leave(case, step, answers, opened=moving.open_steps(case), actor=actor, now=now)
    return case


def wake_steps(*, now: datetime, most: int = 200) -> int:
    """Complete the steps whose waiting time is up, each in a transaction of its own. Returns how many."""
    with acting_as(system(None)):
        due = list(
            Step.objects.filter(wake_at__lte=now, done_at=None, cancelled_at=None).order_by("wake_at")[:most]
        )
        for step in due:
            _wake(step, now=now)
    return len(due)


@transaction.atomic
def _wake(step: Step, *, now: datetime) -> None:
    case = locked(step.case, SystemActor(step.company_id))
    opened = moving.open_steps(case)
    if step.code in opened and not case.is_over:
        moving.leave(
            case,
            opened[step.code],
            {"timed_out": True},
            opened=opened,
            actor=system(step.company_id),
            now=now,
        )


def require_mine(case: Case, step: Step, spec: sop.Step, actor: Actor, *, now: datetime) -> None:
    """Raises Forbidden unless the actor's post, or his relation to the case, makes the step his."""
    if why := whose_not(case, step, spec, actor, now=now):
        raise Forbidden(why)


def whose_not(
    case: Case,
    step: Step,
    spec: sop.Step,
    actor: Actor,
    *,
    now: datetime,
    steps: Iterable[Step] | None = None,
) -> str:
    """Why this person may not do the step; empty when he may. `steps` spares asking for the case's own."""
    if isinstance(actor, SystemActor):
        return ""
    mine = {
        sop.FIRST_OWNER: actor.pk == case.first_owner_id or may(actor, "cases.supervise"),
        sop.ASSIGNEE: actor.pk in (case.handler_id, step.assignee_id) or may(actor, "cases.supervise"),
        sop.CUSTOMER: False,
        sop.SYSTEM: False,
    }
    if not any(
        mine[role] if role in mine else may(actor, f"role.{role}") for role in roles_of(case, spec, now=now)
    ):
        return _("“%(step)s”不归您的岗位办理") % {"step": _(spec.label)}
    done: dict[str, list[int | None]] = {}
    for one in case.steps.all() if steps is None else steps:
        if one.done_at:
            done.setdefault(one.code, []).append(one.done_by_id)
    if flow.is_barred(spec, actor.pk, facts_of(case), done):
        return _("“%(step)s”须由当事人以外的人办理") % {"step": _(spec.label)}
    return ""


def checked(case: Case, spec: sop.Step, given: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The answers as they are kept. Raises Refused, naming the field, when one is missing or unreadable."""
    facts = facts_of(case)
    answers, problems = checks.clean(spec.fields, given, facts=facts, attached=attached_to(case, spec))
    for field in spec.fields:
        if field.code in problems:
            raise Refused(complaint(field, problems[field.code]), field=field.code)
    refuse_unknown(spec.fields, answers, actor=actor, estate_id=case.estate_id)
    if why := flow.refusal(spec, {**facts, **answers}):
        raise Refused(_(why))
    return answers
