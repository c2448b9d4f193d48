"""What is filled in about a batch and a booking, and the forms of the stations."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Building, Unit
from guanjia.engine.access import Actor
from guanjia.work.cases.forms import StepForm
from guanjia.work.cases.models import Channel
from guanjia.work.movein.models import Station

BUTTONS = 5


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class Buildings(forms.ModelMultipleChoiceField):
    """Those with homes that are not handed over, and how many."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, building: Any) -> str:
        said = gettext("%(n)d 户待交付") % {"n": building.waiting}
        return f"{building.estate.name} {building.spoken} · {said}"


class BatchForm(forms.Form):
    name = forms.CharField(label=_("批次名称"), max_length=60)
    starts_on = forms.DateField(label=_("开始日期"), widget=Day())
    ends_on = forms.DateField(label=_("结束日期"), widget=Day())
    opens = forms.TimeField(label=_("每天开始"), widget=Clock(), initial="09:00")
    closes = forms.TimeField(label=_("每天结束"), widget=Clock(), initial="17:00")
    rest_from = forms.TimeField(label=_("午休开始"), widget=Clock(), initial="12:00", required=False)
    rest_until = forms.TimeField(label=_("午休结束"), widget=Clock(), initial="13:00", required=False)
    capacity = forms.IntegerField(label=_("每栋每半小时户数"), min_value=1, max_value=99, initial=2)
    buildings = Buildings(Building.objects.none(), label=_("楼栋"))

    def __init__(self, *args: Any, actor: Actor, estate_id: int | None, **more: Any) -> None:
        super().__init__(*args, **more)
        waits = Q(units__kind=Unit.Kind.FLAT, units__retired_at=None, units__handed_over_on=None)
        rows = Building.objects.visible_to(actor).annotate(waiting=Count("units", filter=waits))
        rows = rows.filter(waiting__gt=0).select_related("estate")
        self.fields["buildings"].queryset = rows.filter(estate=estate_id) if estate_id else rows
        for code, label in Station.choices:
            said = gettext("“%(station)s”地点") % {"station": label}
            self.fields[f"place_{code}"] = forms.CharField(label=said, max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if len({building.estate_id for building in told.get("buildings") or ()}) > 1:
            self.add_error("buildings", gettext("一个批次只能选同一个项目的楼栋"))
        rest = (told.get("rest_from"), told.get("rest_until"))
        if any(rest) and (not all(rest) or rest[0] >= rest[1]):
            self.add_error("rest_until", gettext("午休请填开始和结束，结束要晚于开始"))
        return told

    @property
    def said(self) -> dict[str, Any]:
        """For `open_batch`."""
        told = self.cleaned_data
        plain = {name: told[name] for name in ("name", "starts_on", "ends_on", "opens", "closes", "capacity")}
        places = {code: told[f"place_{code}"] for code in Station.values if told[f"place_{code}"]}
        rest = (told["rest_from"], told["rest_until"]) if told["rest_from"] else None
        chosen = list(told["buildings"])
        return {**plain, "places": places, "rest": rest, "buildings": chosen, "estate": chosen[0].estate}


class ChannelForm(forms.Form):
    """`seen` is the slot that the page showed as the home's."""

    slot = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(
        label=_("预约方式"), choices=[(one.value, one.label) for one in (Channel.PHONE, Channel.COUNTER)],
        widget=forms.RadioSelect,
    )  # fmt: skip


class StationForm(StepForm):
    """The step's form with few choices as buttons, for fingers."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            offered = [one for one in getattr(field, "choices", ()) if one[0]] if _plain(field) else []
            if 0 < len(offered) <= BUTTONS:
                field.widget = forms.RadioSelect(field.widget.attrs)
                field.choices = offered


def _plain(field: forms.Field) -> bool:
    return type(field) is forms.ChoiceField
