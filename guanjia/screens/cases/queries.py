"""What the case page shows, in few statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FETCH_PEERS

from guanjia.directory.team.models import Staff
from guanjia.engine import sop
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.queries import Countdown
from guanjia.engine.clock.store import learn_targets, reading_of
from guanjia.work.cases.actions.steps import whose_not
from guanjia.work.cases.facts import private_answers, procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.story import described, story
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.followups.models import FollowUp

LINKING = {"linked", "unlinked"}
# Every order says in the story that it was made.
ORDERS = "order."
WHOLE = tuple(field.name for field in Case._meta.concrete_fields)
SHOWN = ("estate__name", "estate__company_id", "estate__branch_id",
         "unit__building__name", "unit__entrance", "unit__number", "unit__zone__butler__name",
         "customer__name", "first_owner__name", "handler__name", "department__name", "merged_into__number")  # fmt: skip


@dataclass(frozen=True)
class Todo:
    """An open step: what it is, and why this person cannot do it (empty when he can)."""

    row: Step
    spec: sop.Step
    why_not: str = ""
    waits: bool = False


def case_for(actor: Staff, pk: int) -> Case | None:
    """The case with what its forms, papers and actions look at."""
    linked = ("estate", "unit__building", "unit__zone__butler", "customer", "first_owner", "handler", "department",
              "incident", "merged_into")  # fmt: skip
    return next(iter(Case.objects.visible_to(actor).select_related(*linked).filter(pk=pk)), None)


def case_to_show(actor: Staff, pk: int) -> Case | None:
    """The whole case, and of the nine rows around it the words that its page shows."""
    joined = {name.rpartition("__")[0] for name in SHOWN}
    rows = Case.objects.visible_to(actor).select_related(*joined).only(*WHOLE, *SHOWN)
    return next(iter(rows.fetch_mode(FETCH_PEERS).filter(pk=pk)), None)


def record_of(case: Case, actor: Staff, *, now: datetime) -> dict[str, Any]:
    """Context of the record page: at most eight statements."""
    procedure = procedure_of(case)
    steps = list(case.steps.select_related("assignee").order_by("entered_at", "pk"))
    entries = list(case.timeline.all())
    clocks = list(Clock.objects.of(case))
    linked = any(entry.kind in LINKING for entry in entries)
    ordered = case.state == Case.State.OPEN and any(entry.kind.startswith(ORDERS) for entry in entries)
    orders = list(case.orders.select_related("technician", "contractor")) if ordered else []
    return {
        "case": case,
        "procedure": procedure,
        "story": story(case, entries, clocks),
        "todos": [
            _todo(case, one, steps, actor, now=now) for one in steps if not (one.done_at or one.cancelled_at)
        ],
        "clocks": countdowns(clocks),
        "intake": list(described(procedure.intake, case.answers)),
        "has_private": bool(private_answers(case)),
        "links": list(case.links.filter(ended_at=None).select_related("other")) if linked else [],
        "orders": orders,
        "busy": any(order.state in WorkOrder.LIVE for order in orders),
        "followups": list(case.followups.all()) if case.state == Case.State.FINISHED else [],
        "late": not case.is_over
        and any(clock.due_at and not clock.ended_at and clock.due_at < now for clock in clocks),
        "live_orders": WorkOrder.LIVE,
        "due": FollowUp.State.DUE,
    }


def countdowns(clocks: list[Clock]) -> list[Countdown]:
    """The clocks that are not over, the one due first in front."""
    running = [clock for clock in clocks if clock.ended_at is None]
    learn_targets(clock.target_id for clock in running)
    shown = [Countdown(clock, reading_of(clock)) for clock in running]
    return sorted(shown, key=lambda one: (one.due_at is None, one.due_at or one.clock.started_at))


def _todo(case: Case, row: Step, steps: list[Step], actor: Staff, *, now: datetime) -> Todo:
    spec = procedure_of(case).steps[row.code]
    if spec.awaits:
        return Todo(row, spec, waits=True)
    return Todo(row, spec, "" if case.is_over else whose_not(case, row, spec, actor, now=now, steps=steps))
