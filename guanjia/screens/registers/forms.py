"""The form of a line, made from the fields its register names."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor
from guanjia.engine.register import lookups
from guanjia.engine.register.declaration import Register
from guanjia.engine.ui.shown import masked_phone
from guanjia.kernel.errors import Refused
from guanjia.screens.registers.lists import private_of


class Day(forms.DateInput):
    input_type = "date"


class RetireForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("停用的原因"), max_length=200)


class RecordForm(forms.Form):
    """One line. Fields that point to another table are typed (`3-2-1501`, a name) and looked up.

    A phone stands masked in the form of a line; left as it stands, it stays as it was.
    """

    use_required_attribute = False

    def __init__(
        self,
        register: Register,
        *args: Any,
        actor: Actor,
        estates: list[Estate],
        estate: Estate | None,
        row: Any = None,
        **more: Any,
    ) -> None:
        first = {name: _shown(row, name) for name in register.fields} if row else {}
        self.kept = {name: first[name] for name in private_of(register) if first.get(name)}
        first |= {name: masked_phone(number) for name, number in self.kept.items()}
        super().__init__(*args, initial={**first, **more.pop("initial", {})}, **more)
        self.register, self.actor = register, actor
        if row is None and len(estates) > 1:
            self.fields["estate"] = forms.ChoiceField(
                label=_("项目"), choices=[(one.pk, one.name) for one in estates], initial=estate and estate.pk
            )
        self.estate = row.estate if row else estate
        self.by_id = {str(one.pk): one for one in estates}
        for name in register.fields:
            self.fields[name] = _made(register.model._meta.get_field(name))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if chosen := given.pop("estate", None):
            self.estate = self.by_id[chosen]
        for name in self.register.fields:
            of: Any = self.register.model._meta.get_field(name)
            if of.is_relation and name in given:
                given[name] = self._looked_up(of, given[name])
        for name, number in self.kept.items():
            if given.get(name) == masked_phone(number):
                given[name] = number
        return given

    def _looked_up(self, of: Any, typed: str) -> Any:
        if not typed:
            return None
        try:
            return lookups.one_of(of.related_model, typed, actor=self.actor, estate=self.estate)
        except Refused as no:
            self.add_error(of.name, str(no))
            return None

    @property
    def values(self) -> dict[str, Any]:
        """Model values by field."""
        return {name: self.cleaned_data[name] for name in self.register.fields if name in self.cleaned_data}


def _shown(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return lookups.lookup_of(type(value)).said(value) if isinstance(value, models.Model) else value


def _made(of: Any) -> forms.Field:
    if of.is_relation:
        hint = lookups.lookup_of(of.related_model).hint
        return forms.CharField(label=of.verbose_name, required=not of.blank, max_length=100, help_text=hint)
    widget = Day(format="%Y-%m-%d") if isinstance(of, models.DateField) else None
    made: forms.Field = of.formfield(**({"widget": widget} if widget and not _has_time(of) else {}))
    return made


def _has_time(of: Any) -> bool:
    return isinstance(of, models.DateTimeField)
