"""Calendars and policies as forms: hours as people write them, one line for each target."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.engine.clock import shipped, writing
from guanjia.engine.clock.rules import CalendarSpec
from guanjia.engine.clock.targets import Rule, Target
from guanjia.screens.parameters.places import Place, place_at
from guanjia.work.cases.models import Case, Topic

WEEKDAYS = (
    gettext_lazy("星期一"), gettext_lazy("星期二"), gettext_lazy("星期三"), gettext_lazy("星期四"),
    gettext_lazy("星期五"), gettext_lazy("星期六"), gettext_lazy("星期日"),
)  # fmt: skip
CHOSEN = ("urgency", "severity", "topic")
"""Conditions with boxes of their own."""


class PlaceForm(forms.Form):
    """Code, name and scope of something new."""

    code = forms.SlugField(label=gettext_lazy("代码"), max_length=20)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    at = forms.ChoiceField(label=gettext_lazy("适用范围"))

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["at"].choices = [(one.code, one.label) for one in places]

    @property
    def place(self) -> Place:
        return place_at(self.places, self.cleaned_data["at"])

    @property
    def given(self) -> dict[str, Any]:
        """Code, name and place as the actions take them."""
        names = {name: self.cleaned_data[name] for name in ("code", "name")}
        return {**names, "estate": self.place.estate, "branch": self.place.branch}


class CalendarForm(forms.Form):
    """Weekly hours and the odd dates of one year; the dates of other years stay as they are."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    zone = forms.CharField(label=gettext_lazy("时区"), max_length=40)
    overrides = forms.CharField(
        label=gettext_lazy("特殊日期"), required=False, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("每行一天，例如：2026-10-01 休 国庆；2026-10-10 班 国庆；2026-12-24 9:00-15:00"),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, spec: CalendarSpec, year: int, seen: int, name: str, **kwargs: Any
    ) -> None:
        self.spec, self.year = spec, year
        mine = {day: one for day, one in spec.overrides.items() if day.year == year}
        initial = {"name": name, "zone": spec.zone, "overrides": writing.write_overrides(mine), "seen": seen}
        initial |= {f"day{i}": writing.write_spans(spans) for i, spans in enumerate(spec.weekly)}
        super().__init__(*args, initial=initial, **kwargs)
        for i, label in enumerate(WEEKDAYS):
            self.fields[f"day{i}"] = forms.CharField(label=label, required=False, max_length=120)

    @property
    def weekdays(self) -> list[forms.BoundField]:
        return [self[f"day{i}"] for i in range(7)]

    def clean_zone(self) -> str:
        if self.cleaned_data["zone"] not in available_timezones():
            raise forms.ValidationError(_("没有这个时区，例如 Asia/Shanghai"))
        return self.cleaned_data["zone"]

    def clean_overrides(self) -> dict[date, Any]:
        try:
            found = writing.read_overrides(self.cleaned_data["overrides"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if any(day.year != self.year for day in found):
            raise forms.ValidationError(_("这里只写 %(year)s 年的日期") % {"year": self.year})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        weekly = []
        for i in range(7):
            try:
                weekly.append(writing.read_spans(data.get(f"day{i}", "")))
            except ValueError as error:
                self.add_error(f"day{i}", str(error))
        if not self.errors and not any(weekly):
            self.add_error("day0", _("一周里至少要有一天上班"))
        if not self.errors:
            kept = {day: one for day, one in self.spec.overrides.items() if day.year != self.year}
            self.new_spec = CalendarSpec(data["zone"], tuple(weekly), kept | data["overrides"])
        return data


class LineForm(forms.Form):
    """One target: when, what, how long, what stops it, and its ladder."""

    label = forms.CharField(label=gettext_lazy("说明"), max_length=40, required=False)
    urgency = forms.MultipleChoiceField(
        label=gettext_lazy("紧急程度"), choices=Case.Urgency.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    severity = forms.MultipleChoiceField(
        label=gettext_lazy("严重程度"), choices=Case.Severity.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    topic = forms.MultipleChoiceField(
        label=gettext_lazy("事项类别"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other = forms.CharField(
        label=gettext_lazy("其他条件"), max_length=200, required=False,
        help_text=gettext_lazy("办理表单里的字段=取值，例如 class=1,2；多个条件用分号隔开"),
    )  # fmt: skip
    metric = forms.ChoiceField(label=gettext_lazy("指标"), choices=lambda: list(shipped.METRICS.items()))
    amount = forms.IntegerField(label=gettext_lazy("时限"), min_value=1, max_value=10_000)
    unit = forms.ChoiceField(label=gettext_lazy("单位"), choices=lambda: list(writing.unit_names().items()))
    calendar = forms.ChoiceField(label=gettext_lazy("按什么计时"), required=False)
    pauses = forms.MultipleChoiceField(
        label=gettext_lazy("可以暂停的原因"), choices=lambda: list(shipped.REASONS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    ladder = forms.CharField(
        label=gettext_lazy("升级阶梯"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("每行一级，例如：80% 经办人、首问责任人；100% 客服主管；+4小时 项目经理"),
    )  # fmt: skip

    def __init__(self, *args: Any, calendars: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].choices = [("", _("24 小时不停")), *calendars]

    def clean_other(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for part in self.cleaned_data["other"].replace("\uff1b", ";").replace("\uff0c", ",").split(";"):
            if part.strip():
                name, equals, values = part.partition("=")
                if not equals or not values.strip():
                    raise forms.ValidationError(_("请写成 名称=取值，例如 class=1"))
                found[name.strip()] = tuple(value.strip() for value in values.split(","))
        return found

    def clean_ladder(self) -> Any:
        try:
            return writing.read_ladder(self.cleaned_data["ladder"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            try:
                self.rule = self._rule(data)
            except ValueError as error:
                self.add_error("ladder", _("升级阶梯里 100%% 只能写一次（%(why)s）") % {"why": error})
        return data

    def _rule(self, data: dict[str, Any]) -> Rule:
        when = {name: tuple(data[name]) for name in CHOSEN if data[name]} | data["other"]
        workdays = data["amount"] if data["unit"] == "workdays" else 0
        seconds = 0 if workdays else data["amount"] * writing.UNITS[data["unit"]]
        target = Target(seconds, workdays, data["calendar"], data["ladder"], tuple(data["pauses"]))
        return Rule(when, {data["metric"]: target}, data["label"])


Lines = forms.formset_factory(LineForm, can_delete=True, can_order=True, extra=1, max_num=200)


def lines_of(rules: list[Rule]) -> list[dict[str, Any]]:
    """The rules as initial data of the lines; a rule with several targets becomes several lines."""
    return [_line(rule, metric, target) for rule in rules for metric, target in rule.targets.items()]


def _line(rule: Rule, metric: str, target: Target) -> dict[str, Any]:
    amount, unit = (target.workdays, "workdays") if target.workdays else writing.split_seconds(target.seconds)
    other = "; ".join(f"{name}={','.join(v)}" for name, v in rule.when.items() if name not in CHOSEN)
    return {
        "label": rule.label, "metric": metric, "amount": amount, "unit": unit, "calendar": target.calendar,
        "other": other, **{name: list(rule.when.get(name, ())) for name in CHOSEN},
        "pauses": list(target.pauses), "ladder": writing.write_ladder(target.levels),
    }  # fmt: skip


def rules_from(lines: forms.BaseFormSet) -> list[Rule]:
    """The rules that valid lines say, in the order the person gave them."""
    return [form.rule for form in lines.ordered_forms if hasattr(form, "rule")]
