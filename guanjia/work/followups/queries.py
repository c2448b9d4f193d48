"""Who must not call, what the procedure asks for, and the lists."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from guanjia.engine.access import Actor
from guanjia.engine.sop import dsl, flow
from guanjia.work.cases.facts import facts_of, procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.followups.models import FollowUp

ANSWERED = "followup.answered"


def waiting_step(case: Case) -> dsl.Step | None:
    """The step of the case's procedure that waits for the customer's word, if it has one."""
    return next((step for step in procedure_of(case).steps.values() if step.awaits == ANSWERED), None)


def excluded_from(case: Case) -> list[int]:
    """Staff who worked on the case in the field or whom its procedure bars: they do not ask about their own work."""
    steps = procedure_of(case).steps
    done: dict[str, list[int | None]] = {}
    for code, who in Step.objects.filter(case=case, done_by__isnull=False).values_list("code", "done_by"):
        done.setdefault(code, []).append(who)
    workers = {who for code, people in done.items() if code in steps and steps[code].opens for who in people}
    if case.handler_id != case.first_owner_id:
        workers.add(case.handler_id)
    asking = waiting_step(case)
    candidates = {who for people in done.values() for who in people} | workers | _named(case)
    barred = {who for who in candidates if asking and flow.is_barred(asking, who, facts_of(case), done)}
    return sorted(who for who in workers | barred if who is not None)


def _named(case: Case) -> set[int]:
    """Every whole number in the answers may be a person chosen in a field; `is_barred` says which is meant."""
    return {
        value for value in case.answers.values() if isinstance(value, int) and not isinstance(value, bool)
    }


def to_call(actor: Actor, *, now: datetime) -> QuerySet[FollowUp]:
    """What is due, soonest first, with what a row shows. Calls put off to a later time are not among them."""
    return _with_case(FollowUp.objects.visible_to(actor).callable(now=now)).order_by("due_at", "id")


def missed(actor: Actor) -> QuerySet[FollowUp]:
    """The customers nobody reached, newest first."""
    return _with_case(FollowUp.objects.visible_to(actor).not_reached()).order_by("-ended_at", "-id")


def _with_case(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    failed = Q(attempts__way="phone")
    return rows.select_related("case__unit__building", "case__customer", "estate", "assignee").annotate(
        tries=Count("attempts", filter=failed), last_try=Max("attempts__at")
    )


def put_off(actor: Actor, *, now: datetime) -> QuerySet[FollowUp]:
    """What is to be called at a later time, soonest first."""
    rows = FollowUp.objects.visible_to(actor).due().filter(not_before__gt=now)
    return _with_case(rows).order_by("not_before", "id")


def listed(actor: Actor, view: str, *, now: datetime) -> QuerySet[FollowUp]:
    """The list by its name in the address: due, later or missed."""
    if view == "missed":
        return missed(actor)
    return put_off(actor, now=now) if view == "later" else to_call(actor, now=now)


def with_all(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With everything the call sheet shows."""
    return rows.select_related(
        "case__unit__building",
        "case__customer",
        "case__handler",
        "case__first_owner",
        "case__department",
        "estate__company",
        "assignee",
        "answer__by",
    ).prefetch_related("attempts__by", "links")


def result_of(case: Case) -> str:
    """What was done, in the words of whoever did it: the last step's report of this round."""
    done = (
        Step.objects.filter(case=case, done_at__isnull=False)
        .order_by("-done_at")
        .values_list("answers", flat=True)
    )
    said = (answers.get(name) for answers in done[:5] for name in ("work", "answer", "explained"))
    return next((words for words in said if isinstance(words, str) and words), "")


def counts(actor: Actor, *, now: datetime, estate_id: int | None = None) -> dict[str, Any]:
    """`due`, `late`, `later` (put off) and `missed`."""
    due, missed_ = Q(state=FollowUp.State.DUE), Q(state=FollowUp.State.NOT_REACHED)
    rows = FollowUp.objects.visible_to(actor).filter(due | missed_)
    return (rows.filter(estate_id=estate_id) if estate_id else rows).aggregate(
        due=Count("pk", filter=due & Q(not_before__lte=now)),
        late=Count("pk", filter=due & Q(not_before__lte=now, due_at__lt=now)),
        later=Count("pk", filter=due & Q(not_before__gt=now)),
        missed=Count("pk", filter=missed_),
    )
