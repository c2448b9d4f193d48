"""What is filled in about meters."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Building, Estate
from guanjia.directory.places.queries import units_named
from guanjia.engine.access import Actor
from guanjia.work.meters.models import Meter


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def reading(label: Any, **more: Any) -> forms.CharField:
    """A number on a dial; what it may be is said by the action."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=20, widget=widget, **more)


class DialForm(forms.Form):
    number = forms.CharField(label=_("表号"), max_length=40)
    place = forms.CharField(
        label=_("位置"), max_length=60, required=False, help_text=_("如 水表井、12 楼弱电间")
    )
    dial = forms.IntegerField(
        label=_("表盘整数位数"),
        min_value=3,
        max_value=9,
        initial=6,
        help_text=_("走满后从头开始，按位数续算"),
    )


class MeterForm(DialForm):
    """A new meter. A room makes it the home's; a building alone, or nothing, a shared one."""

    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), empty_label=None)
    room = forms.CharField(
        label=_("房号"), max_length=60, required=False, help_text=_("如 3-2-1501；公用表留空")
    )
    building = forms.ModelChoiceField(
        Building.objects.none(), label=_("公用表所在楼栋"), required=False, empty_label=_("整个项目")
    )
    kind = forms.ChoiceField(label=_("表种"), choices=Meter.Kind.choices)
    multiplier = forms.DecimalField(label=_("倍率"), initial=1, max_digits=10, decimal_places=4, min_value=0)
    installed_on = forms.DateField(label=_("装表日期"), required=False, widget=Day())
    start = reading(_("起始读数"), required=False, help_text=_("不填时，第一次抄表作为起始读数，不计费"))
    field_order = ["estate", "room", "building", "kind", "number", "place", "multiplier", "dial", "installed_on",
                   "start"]  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        fields: Any = self.fields
        fields["estate"].queryset = Estate.objects.visible_to(actor)
        buildings = Building.objects.visible_to(actor).select_related("estate")
        fields["building"].queryset = buildings.order_by("estate", "order", "pk")
        fields["building"].label_from_instance = lambda each: f"{each.estate.name} {each.name}"

    def clean(self) -> dict[str, Any]:
        """`room` becomes `unit`."""
        given = super().clean() or {}
        text, given["unit"] = given.pop("room", ""), None
        if text and given.get("estate"):
            found = units_named(text, actor=self.actor, estate=given["estate"])
            if len(found) != 1:
                said = (
                    gettext("没有找到这套房，请写成 3-2-1501")
                    if not found
                    else gettext("有几套房都像，请写全")
                )
                self.add_error("room", said)
            else:
                given["unit"] = found[0]
        return given


class ReplaceForm(forms.Form):
    on = forms.DateField(label=_("换表日期"), widget=Day())
    last = reading(_("旧表最后读数"))
    number = forms.CharField(label=_("新表表号"), max_length=40)
    start = reading(_("新表起始读数"), initial="0")
    multiplier = forms.DecimalField(label=_("新表倍率"), max_digits=10, decimal_places=4, min_value=0)


class RemoveForm(forms.Form):
    on = forms.DateField(label=_("拆表日期"), widget=Day())
    last = reading(_("最后读数"))
