"""The deadlines of a case: which clocks start, stop and rest at what point of its story.

The targets a procedure declares are shipped as a clock policy of the same code; companies and estates change them
there. Step times are parameters of the procedure. A time agreed with the customer replaces the target's; the ladder
stays the policy's.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine import sop
from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.engine.clock import actions as clock
from guanjia.engine.clock.fold import MEET, MISS
from guanjia.engine.clock.migration import Preview
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.queries import preview_retarget
from guanjia.engine.clock.shipped import ship_policy
from guanjia.engine.clock.targets import AT_ONCE, Agreed, Rule, Target
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import discovery
from guanjia.kernel.errors import Refused
from guanjia.work.cases.facts import facts_of, procedure_of
from guanjia.work.cases.models import Case, Step

REPLY, NEXT_REPLY = "reply", "next_reply"
OF_CASE = (REPLY, "arrive", "safe", "finish")
FOLLOW_UP = "followup"
STEP = "step"
BY_POLICY = (*OF_CASE, "accept", NEXT_REPLY, FOLLOW_UP)
DELAYED = "delayed_until"
"""Fact: the customer agreed to wait until then."""
NO_REPLY = {REPLY: MISS, NEXT_REPLY: MISS}
NEEDS_PARTS, PARTS_BY = "needs_parts", "parts_promised_at"
OF_ONE_CYCLE = (DELAYED, NEEDS_PARTS, PARTS_BY)
PAUSES = {
    "finish": ("customer", "parts", "access", "third_party"),
    "arrive": ("customer", "access"),
    "followup": ("customer",),
    "step": ("customer", "parts", "access", "third_party"),
}
PRESSING = {"urgency": ("emergency", "urgent"), "severity": ("serious",)}
TOLD_AT_ONCE = (REPLY, "finish")

FARTHEST = timedelta(days=60 * 365)  # seconds of a clock fit into 31 bits

Facts = Mapping[str, Any]


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
        alike = (REPLY, NEXT_REPLY) if one.metric == REPLY else (one.metric,)
        presses = all(set(PRESSING[name]) & set(when.get(name, PRESSING[name])) for name in PRESSING)
        if presses and one.metric in TOLD_AT_ONCE:
            at_once = dict.fromkeys(alike, target.with_levels(AT_ONCE))
            rules.append(Rule({**PRESSING, **when}, at_once, one.label))
        rules.append(Rule(when, dict.fromkeys(alike, target), one.label))
    return tuple(rules)


started_together = clock.started_together


def start_case(case: Case, *, actor: Actor, now: datetime) -> None:
    _start(case, OF_CASE, actor=actor, now=now)


def start_cycle(case: Case, *, actor: Actor, now: datetime) -> None:
    """Reopened: what still runs of the old cycle ends there, and the work's clocks start anew."""
    clock.cancel_clocks(subject=case, reason="reopened", actor=actor, now=now, metrics=(*OF_CASE, FOLLOW_UP))
    _start(case, tuple(metric for metric in OF_CASE if metric != REPLY), actor=actor, now=now)


def meet(case: Case, metric: str, *, actor: Actor, now: datetime) -> None:
    """What a clock of the case waited for was done. Who was answered was answered to his next call too."""
    alike = (REPLY, NEXT_REPLY) if metric == REPLY else (metric,)
    clock.end_clocks(subject=case, ends=dict.fromkeys(alike, MEET), actor=actor, now=now)


def called_again(case: Case, *, actor: Actor, now: datetime) -> None:
    """The customer calls about his matter once more and wants an answer again, unless one is still owed to him."""
    replies = Clock.objects.of(case).filter(metric__in=(REPLY, NEXT_REPLY))
    if not case.is_over and not replies.open().exists():
        turn = replies.filter(metric=NEXT_REPLY).count() + 1
        _start(case, (NEXT_REPLY,), actor=actor, now=now, detail=str(turn))


def finish(case: Case, *, actor: Actor, now: datetime) -> None:
    """The work is done: its clocks are met, a reply nobody gave is missed, the clock for asking the customer starts."""
    ends = {**dict.fromkeys(OF_CASE, MEET), **NO_REPLY}
    clock.end_clocks(subject=case, ends=ends, actor=actor, now=now)
    _start(case, (FOLLOW_UP,), actor=actor, now=now)


def end_all(case: Case, *, actor: Actor, now: datetime) -> None:
    """The case is closed, which finishes it. Nobody need go any more; a reply nobody gave was missed."""
    ends = {"finish": MEET, FOLLOW_UP: MEET, **NO_REPLY}
    clock.end_clocks(subject=case, ends=ends, actor=actor, now=now)
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
    clock.retarget_clocks(subject=case, actor=actor, now=now, **_aim(case, facts_of(case), now=now))


def preview(case: Case, changes: Facts, *, now: datetime) -> list[Preview]:
    """What `retarget` would do to the case's clocks if these facts (urgency, severity) were changed."""
    return preview_retarget(case, now=now, **_aim(case, {**facts_of(case), **changes}, now=now))


def parts_promised(case: Case, until: datetime, *, actor: Actor, now: datetime) -> None:
    """Parts must come; the customer agreed that the work is done by `until`, which no pause of ours puts off."""
    with change(case, actor=actor, now=now, verb="case.parts_promised"):
        case.answers = {**case.answers, NEEDS_PARTS: True, PARTS_BY: until.isoformat()}
    clock.resume_clocks(subject=case, reason="parts", actor=actor, now=now, metrics=("finish",))
    retarget(case, actor=actor, now=now)


def put_off_steps(
    case: Case, steps: Collection[Step], until: datetime, *, actor: Actor, now: datetime
) -> None:
    """The customer agreed to wait until then: these open steps are due no earlier."""
    moved = clock.put_off_clocks(
        subject=case, metric=STEP, until=until, details=[str(step.pk) for step in steps], actor=actor, now=now
    )
    due = {one.detail: one.due_at for one in moved}
    for step in steps:
        if str(step.pk) in due:
            step.due_at = due[str(step.pk)]
            step.save(update_fields=["due_at"])


def aims(case: Case) -> dict[str, Any]:
    """What the clocks are set by. When it becomes another, `retarget`."""
    facts, procedure = facts_of(case), procedure_of(case)
    return {metric: (procedure.target(metric, facts), _agreed(case, metric, facts)) for metric in OF_CASE}


def enter_step(case: Case, step: Step, spec: sop.Step, *, actor: Actor, now: datetime) -> datetime | None:
    """Start the step's own clock and let the others rest if the step says so. Returns when the step is due."""
    if spec.pauses:
        pause(case, reason=spec.pauses, actor=actor, now=now)
    target = _target_of_step(case, spec, now)
    if target is None:
        return None
    started = clock.start_clock(
        subject=case, metric=STEP, target=target, detail=str(step.pk), cycle=case.cycle, actor=actor, now=now
    )
    return started.due_at


def _target_of_step(case: Case, spec: sop.Step, now: datetime) -> Target | None:
    """Until the moment that the case names; else the step's own time."""
    if spec.until and (said := case.answers.get(spec.until)):
        left = moment_of(said, case) - now
        if left > FARTHEST:
            raise Refused(_("“%(step)s”的日期太远了，请检查年份") % {"step": _(spec.label)})
        return Target(seconds=max(1, int(left.total_seconds())))
    if spec.within is None:
        return None
    limit = Parameters.of(case.estate, now).value(f"{case.procedure}.{spec.code}")
    return Target(**limit.for_clock(), pauses=PAUSES[STEP])


def moment_of(said: str, case: Case) -> datetime:
    """An ISO moment as it is; a day ends at midnight of the estate."""
    if "T" in said:
        return datetime.fromisoformat(said)
    following = date.fromisoformat(said) + timedelta(days=1)
    return datetime.combine(following, time.min, ZoneInfo(case.estate.time_zone))


def leave_step(
    case: Case, step: Step, spec: sop.Step, *, actor: Actor, now: datetime, cancelled: bool = False
) -> None:
    if step.due_at and cancelled:
        clock.cancel_clocks(
            subject=case, reason="not needed", actor=actor, now=now, metrics=(STEP,), detail=str(step.pk)
        )
    elif step.due_at:
        clock.meet_clock(subject=case, metric=STEP, actor=actor, now=now, detail=str(step.pk))
    if spec.pauses:
        resume(case, reason=spec.pauses, actor=actor, now=now)


def wake_at(case: Case, spec: sop.Step, now: datetime) -> datetime | None:
    """When a waiting step ends by itself."""
    if spec.wakes_at and (said := case.answers.get(spec.wakes_at)):
        return moment_of(said, case)
    if spec.wakes is None:
        return None
    limit = Parameters.of(case.estate, now).value(f"{case.procedure}.{spec.code}.wake")
    return now + timedelta(seconds=limit.seconds)


def _start(case: Case, metrics: tuple[str, ...], *, actor: Actor, now: datetime, detail: str = "") -> None:
    facts = facts_of(case)
    agreed = {metric: word for metric in metrics if (word := _agreed(case, metric, facts))}
    clock.start_clocks_for(
        subject=case,
        facts=facts,
        metrics=metrics,
        policy=case.procedure,
        cycle=case.cycle,
        detail=detail,
        agreed={metric: word for metric, word in agreed.items() if word.at > now},
        actor=actor,
        now=now,
    )


def _aim(case: Case, facts: Facts, *, now: datetime) -> dict[str, Any]:
    """What retargeting goes by. An agreed time that has passed stays what the clock is measured by."""
    agreed = {metric: word for metric in OF_CASE if (word := _agreed(case, metric, facts))}
    coming = {metric: word for metric, word in agreed.items() if word.at > now}
    metrics = tuple(metric for metric in BY_POLICY if metric not in agreed or metric in coming)
    return {"facts": facts, "policy": case.procedure, "metrics": metrics, "agreed": coming}


def _agreed(case: Case, metric: str, facts: Facts) -> Agreed | None:
    """The time agreed with the customer for this metric, with the slack the procedure allows."""
    if metric == "finish" and facts.get(DELAYED):
        return Agreed(datetime.fromisoformat(facts[DELAYED]))
    one = procedure_of(case).target(metric, facts)
    if one and one.promised and facts.get(one.promised):
        slack = timedelta(seconds=one.slack.seconds if one.slack else 0)
        return Agreed(datetime.fromisoformat(facts[one.promised]) + slack)
    if one and one.counted_from and facts.get(one.counted_from):
        return Agreed(datetime.fromisoformat(facts[one.counted_from]), is_start=True)
    return None
