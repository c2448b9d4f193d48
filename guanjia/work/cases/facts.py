"""What guards and targets read about a case."""

from datetime import datetime
from typing import Any

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Parameter, Procedure, Step, find
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


def reopening_step(procedure: type[Procedure]) -> str:
    """Where the work starts again when a closed matter was not settled: the exit marked `again`, else the beginning."""
    again = (go.codes[0] for step in procedure.steps.values() for go in step.exits if go.again and go.codes)
    return next(again, next(iter(procedure.steps)))


def roles_of(case: Case, step: Step, *, now: datetime) -> tuple[str, ...]:
    """Who may do the step at the case's estate: as the estate has set it, else as the procedure says."""
    if isinstance(step.by, Parameter):
        return tuple(Parameters.of(case.estate, now).value(f"{case.procedure}.{step.code}.by"))
    return step.roles
