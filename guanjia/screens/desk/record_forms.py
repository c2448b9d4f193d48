"""Forms that change a customer or a unit. Each hands cleaned data to one action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Estate, Unit, Zone
from guanjia.directory.places.queries import units_named
from guanjia.engine.access import Actor


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Tags(forms.CharField):
    """A few words, parted by blanks or commas; kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = (super().clean(value) or "").replace(",", " ").replace(",", " ").replace("、", " ").split()
        if any(len(word) > 20 for word in words):
            raise forms.ValidationError(_("一个标签最多 20 个字"))
        return list(dict.fromkeys(words))


class CustomerForm(forms.Form):
    """What may be edited of a customer. An empty identity number leaves the one on record as it is."""

    name = forms.CharField(label=_("姓名/名称"), max_length=100)
    kind = forms.ChoiceField(label=_("性质"), choices=Customer.Kind.choices)
    gender = forms.ChoiceField(
        label=_("性别"), required=False, choices=[("", "——"), *Customer._meta.get_field("gender").choices]
    )
    birthday = forms.DateField(label=_("生日"), required=False, widget=Day())
    id_number = forms.CharField(
        label=_("证件号码"), max_length=40, required=False, help_text=_("不改就留空"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    tags = Tags(label=_("标签"), required=False, help_text=_("用空格隔开，车牌也写在这里"))
    is_key = forms.BooleanField(label=_("重点客户"), required=False)
    note = forms.CharField(
        label=_("备注"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("来电时会醒目显示，例如：听力不好、有钥匙在前台"),
    )  # fmt: skip
    consent_for = forms.CharField(
        label=_("授权用途"), max_length=100, required=False,
        help_text=_("客户同意把信息用在哪里，如：报修联系、活动通知"),
    )  # fmt: skip
    consent_on = forms.DateField(label=_("授权日期"), required=False, widget=Day())
    consent_how = forms.ChoiceField(
        label=_("授权方式"), required=False, choices=[("", "——"), *Customer.Consent.choices]
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("id_number"):
            given.pop("id_number", None)
        return given


class HomeForm(forms.Form):
    """Which home, as what, from when."""

    room = forms.CharField(label=_("房号"), max_length=40, help_text=_("如 3-2-1501、3栋2单元1501"))
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), empty_label=None)
    role = forms.ChoiceField(label=_("身份"), choices=Occupancy.Role.choices)
    since = forms.DateField(label=_("起始日期"), required=False, widget=Day())
    until = forms.DateField(
        label=_("截止日期"), required=False, widget=Day(), help_text=_("租户填租约到期日")
    )
    residents = forms.IntegerField(label=_("居住人数"), min_value=0, max_value=99, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.fields["estate"].queryset = Estate.objects.visible_to(actor)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("room") and given.get("estate"):
            units = units_named(given["room"], actor=self.actor, estate=given["estate"])
            if len(units) == 1:
                given["unit"] = units[0]
            else:
                said = "、".join(unit.spoken_address for unit in units[:5])
                several = _("可能是 %(units)s，请写完整") % {"units": said}
                self.add_error("room", several if units else _("这个项目里没有这个房号，请核对"))
        return given

    @property
    def occupancy(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("room", "estate")}


class NewCustomerForm(CustomerForm):
    """A customer who is not on record yet, with phones and perhaps a home."""

    phones = forms.CharField(
        label=_("电话"),
        max_length=200,
        required=False,
        help_text=_("可以写几个，如 13800138000 本人/0571-88001234"),
    )
    room = forms.CharField(label=_("房号"), max_length=40, required=False, help_text=_("没有就留空"))
    role = forms.ChoiceField(label=_("身份"), choices=Occupancy.Role.choices, required=False)
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), required=False, empty_label=None)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "phones", "estate", "room", "role", "kind", "gender", "birthday", "id_number")

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.fields["estate"].queryset = Estate.objects.visible_to(actor)
        self.fields["id_number"].help_text = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given.pop("version", None)
        text, estate = given.pop("room", ""), given.pop("estate", None)
        if text:
            units = units_named(text, actor=self.actor, estate=estate)
            if len(units) != 1:
                self.add_error("room", _("认不准这个房号，请选对项目并写完整，如 3-2-1501"))
            else:
                given["unit"] = units[0]
        given["role"] = given.get("role") or Occupancy.Role.OWNER
        return given


class PhonesForm(forms.Form):
    phones = forms.CharField(
        label=_("添加电话"),
        max_length=200,
        help_text=_("可以写几个，如 13800138000 本人/0571-88001234-801 单位"),
    )


class EndHomeForm(forms.Form):
    until = forms.DateField(label=_("最后一天"), widget=Day())


class UnitForm(forms.Form):
    """What may be edited of a unit."""

    status = forms.ChoiceField(label=_("状态"), choices=Unit.Status.choices)
    kind = forms.ChoiceField(label=_("类型"), choices=Unit.Kind.choices)
    area = forms.DecimalField(
        label=_("建筑面积（㎡）"), max_digits=10, decimal_places=2, min_value=0.01, required=False
    )
    handed_over_on = forms.DateField(label=_("交付日期"), required=False, widget=Day())
    zone = forms.ModelChoiceField(Zone.objects.none(), label=_("片区"), required=False, empty_label="——")
    note = forms.CharField(
        label=_("备注"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("来电时会醒目显示，例如：钥匙存前台、养有大型犬"),
    )  # fmt: skip

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, unit: Unit, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["zone"].queryset = Zone.objects.visible_to(actor).filter(estate_id=unit.estate_id)
