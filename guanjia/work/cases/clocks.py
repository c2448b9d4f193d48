"""The deadlines of a case: which clocks start, stop and rest at what point of its story.

The targets a procedure declares are shipped as a clock policy of the same code; companies and estates change them
there. Step times are parameters of the procedure. A time agreed with the customer replaces the target.
"""

from datetime import datetime, timedelta
from functools import cache

from guanjia.engine import sop
from guanjia.engine.access import Actor
from guanjia.engine.clock import actions as clock
from guanjia.engine.clock.shipped import ship_policy
from guanjia.engine.clock.targets import AT_ONCE, DEFAULT_LADDER, Rule, Target
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import discovery
from guanjia.work.cases.facts import facts_of, procedure_of
from guanjia.work.cases.models import Case, Step

OF_CASE = ("reply", "arrive", "safe", "finish")
FOLLOW_UP = "followup"
STEP = "step"
PAUSES = {
    "finish": ("customer", "parts", "access", "third_party"),
    "arrive": ("customer", "access"),
    "followup": ("customer",),
    "step": ("customer", "parts", "access", "third_party"),
}
PRESSING = {"urgency": ("emergency", "urgent"), "severity": ("serious",)}


def ship_policies() -> None:
    """Announce the targets of every procedure. Called once when the house starts."""
    for procedure in discovery.everything():
        ship_policy(procedure.code, procedure.label, rules_of(procedure))


@cache
def rules_of(procedure: type[sop.Procedure]) -> tuple[Rule, ...]:
    """The declared targets as policy rules; where serious meets urgent the manager hears of it at once."""
    rules: list[Rule] = []
    for one in procedure.targets:
        when = {name: tuple(str(value) for value in values) for name, values in one.when}
        target = Target(**one.limit.for_clock(), pauses=PAUSES.get(one.metric, ()))
        if all(set(PRESSING[name]) & set(when.get(name, PRESSING[name])) for name in PRESSING):
            rules.append(Rule({**PRESSING, **when}, {one.metric: target.with_levels(AT_ONCE)}, one.label))
        rules.append(Rule(when, {one.metric: target}, one.label))
    return tuple(rules)


started_together = clock.started_together


def start_case(case: Case, *, actor: Actor, now: datetime) -> None:
    _start(case, OF_CASE, actor=actor, now=now)


def start_cycle(case: Case, *, actor: Actor, now: datetime) -> None:
    """Reopened: what still runs of the old cycle ends there, and the work's clocks start anew."""
    clock.cancel_clocks(subject=case, reason="reopened", actor=actor, now=now, metrics=(*OF_CASE, FOLLOW_UP))
    _start(case, tuple(metric for metric in OF_CASE if metric != "reply"), actor=actor, now=now)


def meet(case: Case, metric: str, *, actor: Actor, now: datetime) -> None:
    """What a clock of the case waited for was done."""
    clock.meet_clock(subject=case, metric=metric, actor=actor, now=now)


def finish(case: Case, *, actor: Actor, now: datetime) -> None:
    """The work is done: its clocks are met, the one for asking the customer starts."""
    for metric in OF_CASE:
        clock.meet_clock(subject=case, metric=metric, actor=actor, now=now)
    _start(case, (FOLLOW_UP,), actor=actor, now=now)


def end_all(case: Case, *, actor: Actor, now: datetime) -> None:
    """The case is closed: what is still open was met by it."""
    for metric in (*OF_CASE, FOLLOW_UP):
        clock.meet_clock(subject=case, metric=metric, actor=actor, now=now)
    clock.cancel_clocks(subject=case, reason="closed", actor=actor, now=now)


def cancel_all(case: Case, *, reason: str, actor: Actor, now: datetime) -> None:
    clock.cancel_clocks(subject=case, reason=reason, actor=actor, now=now)


def restore_all(case: Case, *, reason: str, actor: Actor, now: datetime) -> None:
    """Undo `cancel_all` of the same reason."""
    clock.restore_clocks(subject=case, reason=reason, actor=actor, now=now)


def pause(case: Case, *, reason: str, actor: Actor, now: datetime) -> None:
    clock.pause_clocks(subject=case, reason=reason, actor=actor, now=now)


def resume(case: Case, *, reason: str, actor: Actor, now: datetime) -> None:
    clock.resume_clocks(subject=case, reason=reason, actor=actor, now=now)


def retarget(case: Case, *, actor: Actor, now: datetime) -> None:
    """Urgency, severity or the agreed time changed: used time and pauses stay, the targets are those of now."""
    clock.retarget_clocks(subject=case, facts=facts_of(case), policy=case.procedure, actor=actor, now=now)
    for metric in OF_CASE:
        if target := _promised(case, metric, now=now):
            clock.set_target(subject=case, metric=metric, target=target, actor=actor, now=now)


def enter_step(case: Case, step: Step, spec: sop.Step, *, actor: Actor, now: datetime) -> datetime | None:
    """Start the step's own clock and let the others rest if the step says so. Returns when the step is due."""
    if spec.pauses:
        pause(case, reason=spec.pauses, actor=actor, now=now)
    if spec.within is None:
        return None
    limit = Parameters.of(case.estate, now).value(f"{case.procedure}.{spec.code}")
    target = Target(**limit.for_clock(), pauses=PAUSES[STEP])
    started = clock.start_clock(
        subject=case, metric=STEP, target=target, detail=str(step.pk), cycle=case.cycle, actor=actor, now=now
    )
    return started.due_at


def leave_step(
    case: Case, step: Step, spec: sop.Step, *, actor: Actor, now: datetime, cancelled: bool = False
) -> None:
    if spec.within is not None and cancelled:
        clock.cancel_clocks(
            subject=case, reason="not needed", actor=actor, now=now, metrics=(STEP,), detail=str(step.pk)
        )
    elif spec.within is not None:
        clock.meet_clock(subject=case, metric=STEP, actor=actor, now=now, detail=str(step.pk))
    if spec.pauses:
        resume(case, reason=spec.pauses, actor=actor, now=now)


def wake_at(case: Case, spec: sop.Step, now: datetime) -> datetime | None:
    """When a waiting step ends by itself."""
    if spec.wakes is None:
        return None
    limit = Parameters.of(case.estate, now).value(f"{case.procedure}.{spec.code}.wake")
    return now + timedelta(seconds=limit.seconds)


def _start(case: Case, metrics: tuple[str, ...], *, actor: Actor, now: datetime) -> None:
    agreed = {metric: target for metric in metrics if (target := _promised(case, metric, now=now))}
    by_policy = [metric for metric in metrics if metric not in agreed]
    if by_policy:
        clock.start_clocks_for(
            subject=case,
            facts=facts_of(case),
            metrics=by_policy,
            policy=case.procedure,
            cycle=case.cycle,
            actor=actor,
            now=now,
        )
    for metric, target in agreed.items():
        clock.start_clock(subject=case, metric=metric, target=target, cycle=case.cycle, actor=actor, now=now)


def _promised(case: Case, metric: str, *, now: datetime) -> Target | None:
    """A target up to the time agreed with the customer, with the slack the procedure allows."""
    facts = facts_of(case)
    one = procedure_of(case).target(metric, facts)
    if one is None or not one.promised or not facts.get(one.promised):
        return None
    until = datetime.fromisoformat(str(facts[one.promised])) + timedelta(
        seconds=one.slack.seconds if one.slack else 0
    )
    seconds = int((until - now).total_seconds())
    return (
        Target(seconds=seconds, levels=DEFAULT_LADDER, pauses=PAUSES.get(metric, ())) if seconds > 0 else None
    )
