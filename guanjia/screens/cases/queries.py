"""What the case page shows, in few statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guanjia.directory.team.models import Staff
from guanjia.engine import sop
from guanjia.engine.clock.queries import clocks_of
from guanjia.work.cases.actions.steps import whose_not
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.story import described, story


@dataclass(frozen=True)
class Todo:
    """An open step: what it is, and why this person cannot do it (empty when he can)."""

    row: Step
    spec: sop.Step
    why_not: str = ""
    waits: bool = False


def case_for(actor: Staff, pk: int) -> Case | None:
    return (
        Case.objects.visible_to(actor)
        .select_related(
            "estate", "unit__building", "unit__zone__butler", "customer", "first_owner", "handler", "department",
            "incident", "merged_into",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip


def record_of(case: Case, actor: Staff, *, now: datetime) -> dict[str, Any]:
    """Context of the record page."""
    procedure = procedure_of(case)
    steps = list(
        case.steps.select_related("assignee").filter(done_at=None, cancelled_at=None).order_by("entered_at")
    )
    todos = [todo(case, step, procedure.steps[step.code], actor, now=now) for step in steps]
    return {
        "case": case,
        "procedure": procedure,
        "story": story(case),
        "todos": todos,
        "clocks": clocks_of(case, open_only=True),
        "intake": list(described(procedure.intake, case.answers)),
        "links": list(case.links.filter(ended_at=None).select_related("other")),
    }


def todo(case: Case, step: Step, spec: sop.Step, actor: Staff, *, now: datetime) -> Todo:
    if spec.awaits:
        return Todo(step, spec, waits=True)
    return Todo(step, spec, "" if case.is_over else whose_not(case, step, spec, actor, now=now))
