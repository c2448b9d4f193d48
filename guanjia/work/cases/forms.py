"""Forms made from what a procedure asks: the intake of a new case, and the fields of a step."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

from guanjia.engine.access import Actor
from guanjia.engine.sop import answers
from guanjia.engine.sop.dsl import Procedure
from guanjia.engine.sop.fields import ATTACHED, Field
from guanjia.engine.sop.step import Step
from guanjia.engine.ui.forms import refuse
from guanjia.work.cases.facts import facts_of
from guanjia.work.cases.fields import field_for
from guanjia.work.cases.models import Case
from guanjia.work.cases.sheets import attached_to

__all__ = ["AnswersForm", "IntakeForm", "StepForm", "refuse"]

PROBLEMS = {
    answers.MISSING: gettext_lazy("请填写“%(field)s”"),
    answers.UNREADABLE: gettext_lazy("“%(field)s”看不懂，请检查格式"),
    answers.NOT_OFFERED: gettext_lazy("“%(field)s”没有这个选项，请重新选择"),
    answers.TOO_FEW: gettext_lazy("“%(field)s”至少要 %(least)d 份"),
}


class AnswersForm(forms.Form):
    """One form field per asked field. Once valid, `answers` has JSON values by code, `uploads` the files.

    A field that depends on another of this form is hidden in the browser until it applies; one that depends
    on something known before (`facts`) is left out when it does not apply. Only what is shown is required.
    """

    use_required_attribute = False

    def __init__(
        self,
        asked: Iterable[Field],
        data: Any = None,
        files: Any = None,
        *,
        actor: Actor,
        estate_id: int | None = None,
        facts: Mapping[str, Any] | None = None,
        attached: Mapping[str, int] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, files, **more)
        self.facts, self.attached = dict(facts or {}), Counter(attached or {})
        asked = tuple(asked)
        here = {field.code for field in asked}
        self.asked = tuple(
            field
            for field in asked
            if field.shown_if is None or field.shown_if[0] in here or field.is_shown(self.facts)
        )
        self.answers: dict[str, Any] = {}
        for field in self.asked:
            made = field_for(field, actor=actor, estate_id=estate_id)
            if field.shown_if and field.shown_if[0] in here:
                made.widget.attrs["data-shown-if"] = self.add_prefix(field.shown_if[0])
                made.widget.attrs["data-shown-for"] = "|".join(str(value) for value in field.shown_if[1])
            self.fields[field.code] = made

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        files = [field.code for field in self.asked if field.kind in ATTACHED]
        raw = {field.code: _plain(given.get(field.code)) for field in self.asked if field.code not in files}
        sent = self.attached + Counter({code: len(_files(given.get(code))) for code in files})
        self.answers, problems = answers.clean(self.asked, raw, facts=self.facts, attached=sent)
        shown = {**self.facts, **self.answers}
        for field in self.asked:
            if not field.is_shown(shown):
                self.errors.pop(field.code, None)
            elif field.code in problems and field.code not in self.errors:
                said = PROBLEMS[problems[field.code]] % {
                    "field": gettext(field.label),
                    "least": max(field.least, 1),
                }
                self.add_error(field.code, said)
        return given

    @property
    def uploads(self) -> list[tuple[str, UploadedFile]]:
        """(code of the field, file) of everything to attach to the case under that code as its kind."""
        shown = {**self.facts, **self.answers}
        return [
            (field.code, file)
            for field in self.asked
            if field.kind in ATTACHED and field.is_shown(shown)
            for file in _files(self.cleaned_data.get(field.code))
        ]


class IntakeForm(AnswersForm):
    """What a procedure wants to know at registration. Its names begin with `intake-`."""

    def __init__(
        self,
        procedure: type[Procedure],
        data: Any = None,
        files: Any = None,
        *,
        actor: Actor,
        estate_id: int | None = None,
        facts: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        more.setdefault("prefix", "intake")
        super().__init__(procedure.intake, data, files, actor=actor, estate_id=estate_id, facts=facts, **more)


class StepForm(AnswersForm):
    """What is to be filled in to complete a step of a case. Files the case has already count, once."""

    def __init__(
        self, step: Step, data: Any = None, files: Any = None, *, case: Case, actor: Actor, **more: Any
    ) -> None:
        super().__init__(
            step.fields,
            data,
            files,
            actor=actor,
            estate_id=case.estate_id,
            facts=facts_of(case),
            attached=attached_to(case, step),
            **more,
        )
        self.step = step


def _plain(value: Any) -> Any:
    """Chosen rows by their key, everything else as it is."""
    return getattr(value, "pk", value)


def _files(value: Any) -> list[UploadedFile]:
    return [file for file in (value if isinstance(value, list) else [value]) if file]
