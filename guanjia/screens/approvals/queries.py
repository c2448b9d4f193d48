"""The steps that wait for a person's approval, with what he has to know in two lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from django.db.models import F, Prefetch
from django.utils.text import Truncator

from guanjia.engine import sop
from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.paper.render import Names, references
from guanjia.engine.params.models import ParameterValue
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import flow
from guanjia.engine.sop.discovery import versions
from guanjia.engine.sop.fields import ATTACHED, Field
from guanjia.screens.approvals.rules import Question, question_of
from guanjia.work.cases.facts import facts_of, procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.naming import names_of
from guanjia.work.cases.story import described

MOST = 100
CANDIDATES = 500


@dataclass(frozen=True)
class Waiting:
    """One approval. `lines` are the words of the request; `papers` its forms, as (number, title)."""

    step: Step
    spec: sop.Step
    procedure: type[sop.Procedure]
    question: Question
    amount: Decimal | None
    facts: list[tuple[str, str]]

    @property
    def brief(self) -> str:
        """The first answers of the request in a line, without those that its words say already."""
        said = [
            f"{label} {text}"
            for label, text in self.facts[:5]
            if text not in self.case.words and text != self.asker
        ]
        return Truncator(" · ".join(said)).chars(80)

    @property
    def asker(self) -> str:
        return self.case.first_owner.name if self.case.first_owner else ""

    @property
    def case(self) -> Case:
        return self.step.case


@cache
def approvals() -> dict[tuple[str, str], sop.Step]:
    """Every approval of the house, by procedure key and code."""
    return {(one.key, code): step for one in versions() for code, step in one.steps.items() if step.approves}


def waiting_for(actor: Actor, *, now: datetime, estate_id: int | None = None) -> list[Waiting]:
    """What this person may approve or send back now, the most pressing first. Four statements."""
    codes = {code for _key, code in approvals()}
    rows = Step.objects.visible_to(actor).filter(done_at=None, cancelled_at=None, code__in=codes)
    if estate_id:
        rows = rows.filter(estate_id=estate_id)
    done = Prefetch("case__steps", Step.objects.filter(done_at__isnull=False), to_attr="steps_done")
    rows = rows.select_related("case__unit__building", "case__estate", "case__first_owner", "case__customer")
    ordered = rows.prefetch_related(done).order_by(F("due_at").asc(nulls_last=True), "pk")[:CANDIDATES]
    mine = list(_mine(ordered, actor, now=now))[:MOST]
    wanted = [references(_told(step.case), step.case.answers) for step, _spec, _question in mine]
    names = names_of(set().union(*wanted))
    return [_shown(step, spec, question, names) for step, spec, question in mine]


def _mine(steps: Iterable[Step], actor: Actor, *, now: datetime) -> Iterator[tuple[Step, sop.Step, Question]]:
    approvers = _Approvers(now)
    for step in steps:
        spec = approvals().get((step.case.procedure_key, step.code))
        facts = facts_of(step.case)
        question = spec and question_of(spec, facts)
        if spec and question and approvers.include(step, spec, actor):
            done: dict[str, list[int | None]] = {}
            for one in step.case.steps_done:  # type: ignore[attr-defined]
                done.setdefault(one.code, []).append(one.done_by_id)
            if not flow.is_barred(spec, actor.pk, facts, done):
                yield step, spec, question


class _Approvers:
    """Who approves, by the parameters of each estate; read only where a value was set."""

    def __init__(self, now: datetime) -> None:
        self.now, self._numbers = now, dict[int, Parameters]()
        self._set = set(ParameterValue.objects.filter(key__endswith=".by").values_list("key", flat=True))

    def include(self, step: Step, spec: sop.Step, actor: Actor) -> bool:
        if spec.by == sop.ASSIGNEE:
            return step.assignee_id == actor.pk
        key, roles = f"{step.case.procedure}.{step.code}.by", spec.roles
        if key in self._set:
            estate = step.case.estate
            numbers = self._numbers.setdefault(estate.pk, Parameters.of(estate, self.now))
            roles = tuple(numbers.value(key))
        return any(may(actor, f"role.{role}") for role in roles)


def _told(case: Case) -> list[Field]:
    """What the request says, without money, pictures and what is private."""
    kinds = (*ATTACHED, "money", "lines")
    return [one for one in procedure_of(case).intake if one.kind not in kinds and not one.sensitive]


def _shown(step: Step, spec: sop.Step, question: Question, names: Names) -> Waiting:
    procedure, answers = procedure_of(step.case), step.case.answers
    fields = {one.code: one for one in procedure.intake}
    fields |= {one.code: one for each in procedure.steps.values() for one in each.fields}
    money = [code for code, one in fields.items() if one.kind == "money" and answers.get(code)]
    amount = max((Decimal(str(answers[code])) for code in money), default=None)
    return Waiting(step, spec, procedure, question, amount, list(described(_told(step.case), answers, names)))


def gone(actor: Actor, steps: Iterable[int], *, now: datetime) -> list[tuple[str, str]]:
    """(number, title) of ticked approvals of this person's post that wait no longer; of other steps nothing."""
    rows = Step.objects.visible_to(actor).filter(pk__in=list(steps)).exclude(done_at=None, cancelled_at=None)
    approvers = _Approvers(now)
    return [
        (step.case.number, step.case.title)
        for step in rows.select_related("case__estate").order_by("pk")[:CANDIDATES]
        if (spec := approvals().get((step.case.procedure_key, step.code)))
        and approvers.include(step, spec, actor)
    ]
