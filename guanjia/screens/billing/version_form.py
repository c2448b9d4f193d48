"""A new price as a form: only what its method asks for is read."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Estate, Unit
from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.screens.billing.forms import Day, buildings_of
from guanjia.work.billing.models import TariffVersion
from guanjia.work.ledger.models import Tariff
from guanjia.work.meters.models import Meter

V = TariffVersion
_NEEDED = {
    "area": ("price", "per"), "fixed": ("price", "per"), "count": ("price", "per", "quantity"),
    "metered": ("steps", "meter_kind"), "shared": ("share_by", "meter_kind"), "percent": ("percent", "base"),
}  # fmt: skip
_ALWAYS = (
    "since", "until", "method", "cycle", "anniversary", "payer", "rounding", "due_from", "due_days", "due_day",
    "unit_kinds", "unit_statuses", "listed_only", "reason",
)  # fmt: skip


class VersionForm(forms.Form):
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("用于"), required=False)
    since = forms.DateField(label=_("生效日期"), widget=Day())
    until = forms.DateField(label=_("失效日期"), widget=Day(), required=False, help_text=_("一直有效就留空"))
    method = forms.ChoiceField(label=_("计费方式"), choices=V.Method.choices)
    price = forms.DecimalField(label=_("单价"), max_digits=12, decimal_places=4, required=False)
    per = forms.ChoiceField(label=_("单价按"), choices=V.Per.choices, required=False)
    quantity = forms.ChoiceField(label=_("数量来自"), choices=V.Quantity.choices, required=False)
    meter_kind = forms.ChoiceField(label=_("表种"), choices=[("", "—"), *Meter.Kind.choices], required=False)
    steps = forms.CharField(
        label=_("阶梯"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行“每月用量上限 单价”，最后一行只写单价；不分阶梯就只写一个单价"),
    )  # fmt: skip
    share_by = forms.ChoiceField(label=_("分摊办法"), choices=[("", "—"), *V.ShareBy.choices], required=False)
    percent = forms.DecimalField(label=_("百分比"), max_digits=7, decimal_places=4, required=False)
    base = forms.ModelChoiceField(Tariff.objects.none(), label=_("以哪项为基数"), required=False)
    cycle = forms.ChoiceField(label=_("周期"), choices=V.Cycle.choices)
    anniversary = forms.BooleanField(label=_("从各户交付日起算"), required=False)
    payer = forms.ChoiceField(label=_("谁付"), choices=V.Payer.choices)
    rounding = forms.ChoiceField(label=_("取整"), choices=V.Rounded.choices)
    due_from = forms.ChoiceField(label=_("应缴日从"), choices=V.Due.choices)
    due_days = forms.IntegerField(label=_("之后几天"), min_value=0, max_value=730, initial=0)
    due_day = forms.IntegerField(
        label=_("到几号"), min_value=0, max_value=31, initial=0, help_text=_("顺延到下一个这一号；0 表示不用")
    )
    unit_kinds = forms.MultipleChoiceField(
        label=_("房产类型"), choices=Unit.Kind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不勾选就是不限"),
    )  # fmt: skip
    unit_statuses = forms.MultipleChoiceField(
        label=_("房产状态"), choices=Unit.Status.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    buildings = forms.MultipleChoiceField(
        label=_("楼栋"), required=False, widget=forms.CheckboxSelectMultiple
    )
    listed_only = forms.BooleanField(label=_("只对登记的房产"), required=False)
    reason = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("合同、批文或会议决定")
    )

    def __init__(self, *args: Any, actor: Actor, tariff: Tariff, **more: Any) -> None:
        super().__init__(*args, **more)
        others = Tariff.objects.visible_to(actor).filter(retired_at=None).exclude(pk=tariff.pk)
        self.fields["base"].queryset = others.exclude(kind__in=["one_off", "late"]).order_by("order", "code")
        estates = Estate.objects.visible_to(actor)
        if tariff.estate_id:
            estates = estates.filter(pk=tariff.estate_id)
        for_all = actor.estate_ids is EVERYWHERE and not tariff.estate_id
        self.fields["estate"].queryset = estates.order_by("id")
        self.fields["estate"].empty_label = _("全公司") if for_all else None
        self.fields["estate"].required = not for_all
        choices = buildings_of(actor, tariff.estate)
        if choices:
            self.fields["buildings"].choices = choices
        else:
            del self.fields["buildings"]

    def clean_steps(self) -> list[list[str | None]]:
        """`17 2.60` lines, the last one with a price alone."""
        rows: list[list[str | None]] = []
        for line in self.cleaned_data["steps"].splitlines():
            words = line.replace(",", " ").replace("\uff0c", " ").split()
            if not words:
                continue
            if len(words) > 2:
                raise forms.ValidationError(say("阶梯每行最多两个数：用量上限和单价"))
            rows.append([None if len(words) == 1 else _number(words[0]), _number(words[-1])])
        return rows

    @property
    def terms(self) -> dict[str, Any]:
        """What `add_version` takes; fields of other methods are left at their defaults."""
        given = self.cleaned_data
        names = (*_ALWAYS, *_NEEDED[given["method"]])
        terms = {name: given[name] for name in names if given.get(name) not in (None, "")}
        if given.get("buildings"):
            terms["buildings"] = [int(pk) for pk in given["buildings"]]
        return {**terms, "estate": given["estate"]}


def _number(word: str) -> str:
    try:
        return str(Decimal(word))
    except InvalidOperation:
        raise forms.ValidationError(say("“%(word)s”不是数字") % {"word": word}) from None


def initial_of(version: TariffVersion | None) -> dict[str, Any]:
    """A new version begins as a copy of the one in force."""
    if version is None:
        return {}
    names = (
        *_ALWAYS,
        "price",
        "per",
        "quantity",
        "meter_kind",
        "share_by",
        "percent",
        "base",
        "estate",
        "buildings",
    )
    values = {name: getattr(version, name) for name in names if name not in ("since", "until", "reason")}
    lines = [f"{top} {price}" if top else price for top, price in version.steps]
    return {**values, "steps": "\n".join(lines)}
