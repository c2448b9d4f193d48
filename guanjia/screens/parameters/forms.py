"""One form per kind of parameter."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from guanjia.directory.team.roles import ROLES
from guanjia.engine.params.copying import Difference
from guanjia.engine.params.rules import dump
from guanjia.engine.sop.duration import Parameter
from guanjia.screens.parameters.words import CALENDARS, UNITS


class ParameterForm(forms.Form):
    """The new value, or inherit; why, and from when. `new_value` gives what the action takes."""

    def __init__(
        self, parameter: Parameter, *args: Any, current: Any, can_inherit: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        if can_inherit:
            self.fields["inherit"] = forms.BooleanField(label=_("不单独设置，沿用上级"), required=False)
        self.fields.update(_value_fields(parameter, current))
        self.fields.update(why_and_when())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("inherit") and not self.errors and self._read(given) in (None, ""):
            self.add_error("value", _("请填写取值"))
        return given

    @property
    def new_value(self) -> Any:
        return None if self.cleaned_data.get("inherit") else self._read(self.cleaned_data)

    def _read(self, given: dict[str, Any]) -> Any:
        value = given.get("value")
        if self.parameter.kind == "limit":
            if value is None:
                return None
            unit = given["unit"]
            calendar = "workdays" if unit == "workdays" else given["calendar"]
            return {"amount": value, "unit": unit, "calendar": calendar}
        if self.parameter.kind == "money":
            return None if value is None else int(value * 100)
        if self.parameter.kind == "lines":
            return [line for line in (value or "").splitlines() if line.strip()]
        return value


class CopyForm(forms.Form):
    """Which parameters and policies, why, and from when."""

    def __init__(
        self, differences: Iterable[Difference], policies: Iterable[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.parameter.key, "") for one in differences]
        self.fields["names"] = forms.MultipleChoiceField(choices=names, required=False)
        codes = [(code, "") for code in policies]
        self.fields["policies"] = forms.MultipleChoiceField(choices=codes, required=False)
        self.fields.update(why_and_when())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("names") or given.get("policies")):
            self.add_error("names", _("请至少选择一项"))
        return given


def why_and_when() -> dict[str, forms.Field]:
    """What every change of a parameter asks for."""
    return {
        "since": forms.DateTimeField(
            label=_("生效时间"), required=False, help_text=_("不填就是立即生效"),
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        ),
        "reason": forms.CharField(label=_("修改原因"), max_length=200),
    }  # fmt: skip


def _value_fields(parameter: Parameter, current: Any) -> dict[str, forms.Field]:
    now = dump(current)
    if parameter.kind == "limit":
        return {
            "value": forms.IntegerField(label=_("时限"), min_value=0, initial=now["amount"], required=False),
            "unit": forms.ChoiceField(label=_("单位"), choices=list(UNITS.items()), initial=now["unit"]),
            "calendar": forms.ChoiceField(
                label=_("计时"), choices=list(CALENDARS.items()), initial=now["calendar"]
            ),
        }
    return {"value": _value_field(parameter, now)}


def _value_field(parameter: Parameter, now: Any) -> forms.Field:
    common: dict[str, Any] = {"label": _(parameter.label), "required": False, "help_text": _(parameter.help)}
    if not parameter.help:
        common["help_text"] = ""
    match parameter.kind:
        case "number" | "percent":
            most = 100 if parameter.kind == "percent" and parameter.most is None else parameter.most
            return forms.IntegerField(min_value=parameter.least or 0, max_value=most, initial=now, **common)
        case "money":
            return forms.DecimalField(min_value=0, decimal_places=2, initial=now / 100, **common)
        case "tick":
            return forms.BooleanField(initial=now, **common)
        case "choice":
            return forms.ChoiceField(choices=parameter.choices, initial=now, **common)
        case "roles":
            roles = [(code, role.label) for code, role in ROLES.items()]
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=roles, widget=boxes, initial=now, **common)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), initial="\n".join(now), **common)
