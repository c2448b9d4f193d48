"""What is filled in about fees, runs, bills and reductions."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Building, Estate, Unit
from guanjia.directory.places.queries import estates_of, units_named
from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.work.billing.models import Reduction
from guanjia.work.ledger.models import Payee, Tariff


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MonthField(forms.CharField):
    """`2026-11`, as its first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError:
            raise forms.ValidationError(say("月份写成 2026-11")) from None


class RoomField(forms.CharField):
    """A room as people write it. `unit_at` finds it in an estate."""

    def unit_at(self, text: str, *, actor: Actor, estate: Estate) -> Unit:
        found = units_named(text, actor=actor, estate=estate)
        if not found:
            raise forms.ValidationError(
                say("“%(estate)s”没有“%(room)s”这个房号，请检查") % {"estate": estate.name, "room": text}
            )
        return found[0]


class EstateForm(forms.Form):
    """Anything that belongs to one estate."""

    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.fields["estate"].queryset = estates_of(actor)

    def clean(self) -> dict[str, Any]:
        """A room becomes its unit, under `unit`."""
        given = super().clean() or {}
        if "room" in self.fields and given.get("estate"):
            text, given["unit"] = given.pop("room", ""), None
            if text:
                try:
                    given["unit"] = self.fields["room"].unit_at(
                        text, actor=self.actor, estate=given["estate"]
                    )
                except forms.ValidationError as no:
                    self.add_error("room", no)
        return given


class RunForm(forms.Form):
    estates = forms.ModelMultipleChoiceField(
        Estate.objects.none(), label=_("项目"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个项目")},
    )  # fmt: skip
    tariffs = forms.ModelMultipleChoiceField(
        Tariff.objects.none(), label=_("收费项目"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个收费项目")},
    )  # fmt: skip
    start = MonthField(label=_("从哪个月"))
    months = forms.TypedChoiceField(
        label=_("几个月"), coerce=int,
        choices=[(1, _("1 个月")), (3, _("3 个月")), (6, _("6 个月")), (12, _("12 个月"))],
        help_text=_("出账的是在这几个月里开始的周期，例如季度费在每季第一个月出账"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        estates = estates_of(actor)
        self.fields["estates"].queryset = estates
        usable = Tariff.objects.visible_to(actor).filter(retired_at=None, versions__isnull=False)
        usable = usable.exclude(kind__in=["one_off", "late"]).filter(Q(estate=None) | Q(estate__in=estates))
        self.fields["tariffs"].queryset = usable.distinct().order_by("order", "code")


class TariffForm(forms.Form):
    name = forms.CharField(label=_("收费项目"), max_length=40)
    code = forms.SlugField(label=_("代码"), max_length=20, help_text=_("英文字母或数字，例如 wy"))
    kind = forms.ChoiceField(label=_("性质"), choices=[c for c in Tariff.Kind.choices if c[0] != "late"])
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("用于"), required=False)
    payee = forms.ModelChoiceField(
        Payee.objects.none(), label=_("代收单位"), required=False, empty_label=_("自收"),
        help_text=_("代收代缴的钱单独记账"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        everywhere = actor.estate_ids is EVERYWHERE
        self.fields["estate"].queryset = estates_of(actor)
        self.fields["estate"].empty_label = _("全公司") if everywhere else None
        self.fields["estate"].required = not everywhere
        self.fields["payee"].queryset = (
            Payee.objects.visible_to(actor).filter(retired_at=None).order_by("name")
        )


class ListedForm(EstateForm):
    """A unit named for a fee."""

    room = RoomField(label=_("房号"), max_length=60)
    since = forms.DateField(label=_("起始日期"), widget=Day())
    until = forms.DateField(label=_("截止日期"), widget=Day(), required=False)
    quantity = forms.DecimalField(label=_("数量"), max_digits=10, decimal_places=2, required=False)
    weight = forms.DecimalField(label=_("权重"), max_digits=10, decimal_places=4, required=False)


class SharedBillForm(EstateForm):
    period_start = forms.DateField(label=_("计费起"), widget=Day())
    period_end = forms.DateField(label=_("计费止"), widget=Day())
    amount = forms.DecimalField(label=_("总额"), max_digits=14, decimal_places=2)
    text = forms.CharField(label=_("说明"), max_length=200, required=False)


class OnceForm(EstateForm):
    """A single charge."""

    room = RoomField(label=_("房号"), max_length=60, help_text=_("如 3-2-1501"))
    tariff = forms.ModelChoiceField(Tariff.objects.none(), label=_("收费项目"))
    text = forms.CharField(label=_("收什么费"), max_length=120)
    amount = forms.DecimalField(label=_("金额"), max_digits=14, decimal_places=2)
    due_days = forms.IntegerField(label=_("几天内缴"), min_value=0, max_value=366, initial=7)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        usable = Tariff.objects.visible_to(actor).filter(retired_at=None).exclude(kind="late")
        self.fields["tariff"].queryset = usable.order_by("order", "code")


class ReductionForm(EstateForm):
    room = RoomField(
        label=_("房号"), max_length=60, required=False, help_text=_("留空则按下面的房产状态整批减免")
    )
    unit_status = forms.ChoiceField(
        label=_("房产状态"), choices=[("", "—"), *Unit.Status.choices], required=False
    )
    tariff = forms.ModelChoiceField(
        Tariff.objects.none(), label=_("收费项目"), required=False, empty_label=_("全部收费项目")
    )
    kind = forms.ChoiceField(label=_("事由"), choices=Reduction.Kind)
    percent = forms.DecimalField(
        label=_("减免（%）"), max_digits=5, decimal_places=2, help_text=_("全免填 100")
    )
    since = forms.DateField(label=_("从"), widget=Day())
    until = forms.DateField(label=_("到"), widget=Day(), required=False)
    reason = forms.CharField(label=_("说明"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        usable = (
            Tariff.objects.visible_to(actor).filter(retired_at=None).exclude(kind__in=["one_off", "late"])
        )
        self.fields["tariff"].queryset = usable.order_by("order", "code")


class CreditForm(forms.Form):
    amount = forms.DecimalField(
        label=_("冲减金额"), max_digits=14, decimal_places=2, required=False, help_text=_("留空则全部冲减")
    )
    reason = forms.CharField(label=_("原因"), max_length=200)


class ReplaceForm(forms.Form):
    amount = forms.DecimalField(label=_("正确的金额"), max_digits=14, decimal_places=2)
    reason = forms.CharField(label=_("原因"), max_length=200)


class WaiveForm(forms.Form):
    amount = forms.DecimalField(
        label=_("减免金额"), max_digits=14, decimal_places=2, min_value=Decimal("0.01")
    )
    reason = forms.CharField(label=_("原因"), max_length=200)


def buildings_of(actor: Actor, estate: Estate | None) -> list[tuple[Any, Any]]:
    """For a choice of buildings; none where a fee is for all estates."""
    if estate is None:
        return []
    return [(one.pk, str(one)) for one in Building.objects.visible_to(actor).filter(estate=estate)]
