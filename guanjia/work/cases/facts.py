"""What guards and targets read about a case."""

from datetime import datetime
from functools import cache
from typing import Any

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Field, Parameter, Procedure, Step, find
from guanjia.engine.sop.fields import ATTACHED
from guanjia.engine.ui.shown import masked_words
from guanjia.work.cases.models import Case


def facts_of(case: Case) -> dict[str, Any]:
    """The answers given so far, over the case's own columns."""
    return {
        "urgency": case.urgency,
        "severity": case.severity,
        "topic": case.topic,
        "channel": case.channel,
        "cycle": case.cycle,
        "promised_at": case.promised_at.isoformat() if case.promised_at else None,
        "has_unit": case.unit_id is not None,
        **case.answers,
    }


def procedure_of(case: Case) -> type[Procedure]:
    """The version under which the case was started. Raises KeyError when this house no longer has it."""
    return find(case.procedure_key)


def private_answers(case: Case) -> list[tuple[str, str]]:
    """(label, whole answer) of what may hold somebody's numbers; only for who is written down as having looked."""
    return [
        (one.label, str(case.answers[one.code])) for one in _sensitive(case) if case.answers.get(one.code)
    ]


def shown_answers(case: Case) -> dict[str, Any]:
    """The answers as anybody may read them who may see the case: numbers in sensitive ones masked."""
    covered = {
        one.code: masked_words(str(case.answers[one.code]))
        for one in _sensitive(case)
        if case.answers.get(one.code)
    }
    return {**case.answers, **covered}


def is_private(case: Case, kind: str) -> bool:
    """Whether files of this kind show somebody's papers: nobody opens one without being written down."""
    return any(one.code == kind and one.kind in ATTACHED for one in _sensitive(case))


def _sensitive(case: Case) -> tuple[Field, ...]:
    return _sensitive_of(procedure_of(case))


@cache
def _sensitive_of(procedure: type[Procedure]) -> tuple[Field, ...]:
    fields = [*procedure.intake, *(one for step in procedure.steps.values() for one in step.fields)]
    return tuple({one.code: one for one in fields if one.sensitive}.values())


def reopening_step(procedure: type[Procedure]) -> str:
    """Where the work starts again when a closed matter was not settled: the exit marked `again`, else the beginning."""
    again = (go.codes[0] for step in procedure.steps.values() for go in step.exits if go.again and go.codes)
    return next(again, next(iter(procedure.steps)))


def roles_of(case: Case, step: Step, *, now: datetime) -> tuple[str, ...]:
    """Who may do the step at the case's estate: as the estate has set it, else as the procedure says."""
    if isinstance(step.by, Parameter):
        return tuple(Parameters.of(case.estate, now).value(f"{case.procedure}.{step.code}.by"))
    return step.roles
