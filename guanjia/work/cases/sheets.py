"""What a step left each time it was done: the sheets of a paper, and files that count only once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guanjia.engine.sop import Procedure
from guanjia.engine.sop import Step as Spec
from guanjia.engine.sop.fields import ATTACHED, Paper
from guanjia.work.cases.models import Attachment, Case, Step


@dataclass(frozen=True)
class Sheet:
    """Steps that filled one sheet, the earliest first; `others`: ids of the steps that filled only other sheets."""

    steps: tuple[Step, ...]
    others: frozenset[int]

    @property
    def at(self) -> datetime:
        """When the last word was written on it."""
        at = self.steps[-1].done_at
        assert at
        return at

    def answers(self, facts: Mapping[str, Any], own: Iterable[str]) -> dict[str, Any]:
        """The facts of the case with what was written here in the fields (`own`) that steps fill in."""
        written = {code: value for step in self.steps for code, value in step.answers.items()}
        return {code: value for code, value in facts.items() if code not in own} | written

    def attached(self, files: Iterable[Attachment]) -> list[Attachment]:
        """The files of the case without those that came with another sheet."""
        return [file for file in files if file.step_id not in self.others]


def asked_of(paper: Paper, procedure: type[Procedure]) -> dict[str, set[str]]:
    """Which fields of the paper each step fills in; steps that fill in none are left out."""
    codes = {field.code for field in paper.fields}
    asked = {code: {field.code for field in step.fields} & codes for code, step in procedure.steps.items()}
    return {code: some for code, some in asked.items() if some}


def sheets_of(paper: Paper, procedure: type[Procedure], steps: Iterable[Step]) -> Sequence[Sheet]:
    """The earliest first. A step done again begins a new sheet, on which what came before that step stands already."""
    asked = asked_of(paper, procedure)
    done = sorted((one for one in steps if one.done_at and one.code in asked), key=lambda one: one.done_at)
    sheets: list[list[Step]] = []
    for step in done:
        written = sheets[-1] if sheets else []
        at = next((i for i, one in enumerate(written) if one.code == step.code), None)
        if sheets and at is None:
            written.append(step)
        else:
            sheets.append([*written[:at], step] if sheets else [step])
    everyone = {step.pk for step in done}
    return [Sheet(tuple(one), frozenset(everyone - {step.pk for step in one})) for one in sheets]


def attached_to(case: Case, spec: Spec) -> Counter[str]:
    """How many files of each kind the case has for this step, without those that came with an earlier time of it."""
    if not _kinds(spec):
        return Counter()
    free = case.attachments.exclude(step__code=spec.code)
    return Counter(free.values_list("kind", flat=True))


def keep_with(step: Step, spec: Spec) -> None:
    """The files that the case got for this step came with it."""
    if kinds := _kinds(spec):
        step.case.attachments.filter(step=None, kind__in=kinds).update(step=step)


def _kinds(spec: Spec) -> set[str]:
    return {field.code for field in spec.fields if field.kind in ATTACHED}
