"""Ending a case otherwise than by its procedure, and opening it again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import record
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused
from guanjia.work.cases import clocks, moving
from guanjia.work.cases.actions._shared import locked, refuse_if_over
from guanjia.work.cases.events import CaseCancelled
from guanjia.work.cases.facts import procedure_of, reopening_step
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell


@transaction.atomic
def cancel_case(*, actor: Actor, now: datetime, case: Case, reason: str) -> Case:
    """The matter falls away (registered by mistake, withdrawn by the customer). Nothing is deleted."""
    require(actor, "cases.supervise")
    case = locked(case, actor)
    refuse_if_over(case)
    if not reason.strip():
        raise Refused(_("请写明作废原因"), field="reason")
    moving.drop(case, moving.open_steps(case), actor=actor, now=now)
    clocks.cancel_all(case, reason=reason, actor=actor, now=now)
    case.state, case.closed_at, case.version = Case.State.CANCELLED, now, case.version + 1
    moving.keep(case)
    tell(case, kind="cancelled", actor=actor, now=now, text=reason)
    record(actor=actor, now=now, verb="case.cancelled", of=case, after={"reason": reason})
    emit(CaseCancelled(case.pk, case.estate_id, now, reason))
    return case


@transaction.atomic
def reopen_case(*, actor: Actor, now: datetime, case: Case, reason: str) -> Case:
    """A closed matter was not settled after all: it starts its procedure's work again in a new, counted cycle."""
    require(actor, "cases.handle")
    case = locked(case, actor)
    if case.state != Case.State.CLOSED:
        raise Refused(_("只有已办结的事项可以重新打开"))
    if not reason.strip():
        raise Refused(_("请写明重新打开的原因"), field="reason")
    case.closed_at = None
    moving.start_again(case, actor=actor, now=now, reason=reason)
    moving.enter(case, reopening_step(procedure_of(case)), actor=actor, now=now)
    case.version += 1
    moving.keep(case)
    record(actor=actor, now=now, verb="case.reopened", of=case, after={"reason": reason, "cycle": case.cycle})
    return case
