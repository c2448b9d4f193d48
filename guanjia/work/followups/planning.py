"""When a call is put on the list. The numbers are the procedure's parameters, set per company, branch or estate."""

from datetime import datetime, timedelta

from guanjia.engine.access import system
from guanjia.engine.params.values import Parameters
from guanjia.work.cases.facts import facts_of, procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.followups import jobs, queries
from guanjia.work.followups.actions import open_followup
from guanjia.work.followups.models import FollowUp
from guanjia.work.followups.rules import Plan, is_sampled


def plan_of(case: Case, *, now: datetime) -> Plan:
    """The rule for this case: what its procedure declares (`followup_share` …), else what holds for all."""
    declared = procedure_of(case).parameters
    values = Parameters.of(case.estate, now)

    def number(name: str) -> int:
        own = f"{case.procedure}.followup_{name}"
        return int(values.value(own if own in declared else f"followups.{name}"))

    return Plan(number("share"), number("days"), number("again_days"), number("attempts"))


def after_work(case: Case, *, step_id: int, code: str, now: datetime) -> None:
    """The case waits for the customer's word: put the call on the list, or, outside the sample, let the case go on."""
    asking = queries.waiting_step(case)
    if asking is None or asking.code != code:
        return
    plan = plan_of(case, now=now)
    if not is_sampled(case_id=case.pk, cycle=case.cycle, share=plan.share):
        jobs.pass_over.defer(company_id=case.company_id, case_id=case.pk)
        return
    due_at = Step.objects.values_list("due_at", flat=True).get(pk=step_id) or now + timedelta(days=plan.days)
    open_followup(
        case=case,
        kind=FollowUp.Kind.AFTER,
        due_at=due_at,
        not_before=now,
        attempts=plan.attempts,
        actor=system(case.company_id),
        now=now,
    )


def after_closing(case: Case, *, now: datetime) -> None:
    """A class-1 matter is asked about once more, some time after it was closed."""
    plan = plan_of(case, now=now)
    if not plan.again_days or not is_major(case):
        return
    ask_on = now + timedelta(days=plan.again_days)
    open_followup(
        case=case,
        kind=FollowUp.Kind.AGAIN,
        due_at=ask_on + timedelta(days=plan.days),
        not_before=ask_on,
        attempts=plan.attempts,
        actor=system(case.company_id),
        now=now,
    )


def is_major(case: Case) -> bool:
    """Class 1 where the procedure classifies, else serious."""
    decided = facts_of(case).get("class")
    return decided == "1" if decided else case.severity == Case.Severity.SERIOUS
