"""What is filled in about the company, its estates, buildings and zones."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Branch, Estate, Unit
from guanjia.directory.places.rules import Block, Unclear, building_names, check, floors_skipped
from guanjia.directory.team.models import Staff
from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.engine.access.actor import may
from guanjia.engine.ui import shown
from guanjia.screens.structure.queries import Part, possible_butlers

DEPARTMENTS = [
    ("service", _("客服部")), ("engineering", _("工程部")), ("security", _("秩序部")), ("cleaning", _("环境部")),
]  # fmt: skip
TROUBLES = {
    "empty": _("请填写楼栋，如 1-6"),
    "range": _("楼栋范围不对：写成 1-6，一行最多 60 栋"),
    "floors": _("请填顶层（不小于首层）；车位不填单元和楼层"),
    "rooms": _("请填每层几户"),
    "many": _("一行最多 6000 户、每层最多 99 户，请分成几行"),
    "number": _("跳过的楼层写成 4,14"),
}


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("公司名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=30, required=False)
    hotline = forms.CharField(label=_("服务热线"), max_length=30, required=False)


class NameForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=100)


class EstateForm(forms.Form):
    """An estate's own facts. Code and branch are for those who work for the whole company."""

    name = forms.CharField(label=_("项目名称"), max_length=100)
    code = forms.CharField(
        label=_("项目代码"), max_length=12, validators=[validate_slug],
        help_text=_("英文字母或数字，印在单号里，如 YG"),
    )  # fmt: skip
    branch = forms.ModelChoiceField(
        Branch.objects.none(), label=_("区域"), required=False, empty_label=_("不分区域")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    hotline = forms.CharField(label=_("服务热线"), max_length=30, required=False)
    handed_over_on = forms.DateField(
        label=_("交付日期"), required=False, widget=Day(), help_text=_("质保期从这一天算起")
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["branch"].queryset = Branch.objects.visible_to(actor).order_by("name")
        if actor.estate_ids is not EVERYWHERE:
            del self.fields["code"], self.fields["branch"]


class OpenForm(EstateForm):
    """The rest of a new estate."""

    departments = forms.MultipleChoiceField(
        label=_("部门"), choices=DEPARTMENTS, required=False, widget=forms.CheckboxSelectMultiple
    )
    like = forms.ModelChoiceField(
        Estate.objects.none(), label=_("照搬设置"), required=False, empty_label=_("不照搬，用全公司的"),
        help_text=_("照搬那个项目自己的日历、时限标准和规程参数"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        self.fields["like"].queryset = Estate.objects.visible_to(actor)
        if not (may(actor, "calendars.edit") and may(actor, "parameters.edit")):
            del self.fields["like"]
        if not may(actor, "team.edit"):
            del self.fields["departments"]

    @property
    def wanted(self) -> dict[str, Any]:
        """What `open_estate` wants to know besides the blocks."""
        names = dict(DEPARTMENTS)
        given = dict(self.cleaned_data)
        codes = given.pop("departments", ())
        return {**given, "departments": [(code, str(names[code])) for code in codes]}


class BlockForm(forms.Form):
    """One line: buildings that are alike."""

    names = forms.CharField(label=_("楼栋"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=Unit.Kind.choices, initial=Unit.Kind.FLAT)
    entrances = forms.IntegerField(label=_("单元数"), min_value=0, max_value=30, required=False)
    first_floor = forms.IntegerField(label=_("首层"), min_value=-5, max_value=99, required=False)
    top_floor = forms.IntegerField(label=_("顶层"), min_value=-5, max_value=99, required=False)
    rooms = forms.IntegerField(label=_("每层户数"), min_value=1, max_value=6000, required=False)
    skipped = forms.CharField(label=_("跳过的楼层"), max_length=60, required=False)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["block"] = None
        if not self.has_changed() or self.errors:
            return given
        try:
            block = Block(
                names=building_names(given["names"]), kind=given["kind"], entrances=given["entrances"] or 0,
                first_floor=given["first_floor"], top_floor=given["top_floor"], rooms=given["rooms"] or 0,
                skipped=floors_skipped(given["skipped"]),
            )  # fmt: skip
            check(block)
            given["block"] = block
        except Unclear as no:
            self.add_error(no.field, gettext(str(TROUBLES[no.code])))
        return given


class _Blocks(forms.BaseFormSet):
    @property
    def blocks(self) -> list[Block]:
        return [form.cleaned_data["block"] for form in self.forms if form.cleaned_data.get("block")]


Blocks = forms.formset_factory(BlockForm, formset=_Blocks, extra=5, max_num=30)


class BuildingForm(forms.Form):
    name = forms.CharField(label=_("楼栋"), max_length=30, help_text=_("改名后，这栋楼所有房号跟着变"))


class UnitForm(forms.Form):
    """One more room of a building."""

    entrance = forms.CharField(label=_("单元"), max_length=20, required=False, help_text=_("没有单元就留空"))
    number = forms.CharField(label=_("房号"), max_length=30, help_text=_("如 1501"))
    kind = forms.ChoiceField(label=_("类型"), choices=Unit.Kind.choices)
    status = forms.ChoiceField(label=_("状态"), choices=Unit.Status.choices)
    area = forms.DecimalField(
        label=_("建筑面积（㎡）"), max_digits=10, decimal_places=2, min_value=0.01, required=False
    )
    handed_over_on = forms.DateField(label=_("交付日期"), required=False, widget=Day())
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)


class ZoneForm(forms.Form):
    """A zone: its butler, and which entrances belong to it."""

    name = forms.CharField(label=_("片区"), max_length=40)
    butler = forms.ModelChoiceField(
        Staff.objects.none(), label=_("管家"), required=False, empty_label=_("暂不指定")
    )
    parts = forms.MultipleChoiceField(
        label=_("包括"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的单元整个归入这个片区；原来属于别的片区的会转过来。"),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, actor: Actor, estate: Estate, parts: list[Part], **more: Any) -> None:
        super().__init__(*args, **more)
        self.known = parts
        self.fields["butler"].queryset = possible_butlers(actor, estate)
        self.fields["parts"].choices = [(one.code, _said(one)) for one in parts]
        self.fields["parts"].initial = [one.code for one in parts if one.whole]

    @property
    def taken(self) -> set[str]:
        return set(self.cleaned_data["parts"])

    @property
    def given_up(self) -> set[str]:
        """Parts that lay wholly in the zone and are no longer ticked; a part that lay partly in it stays so."""
        return {one.code for one in self.known if one.whole} - self.taken


def _said(part: Part) -> str:
    building = part.building.name + ("栋" if part.building.name.isdecimal() else "")
    entrance = f"{part.entrance}单元" if part.entrance.isdecimal() else part.entrance
    count = gettext("%(n)d 户") % {"n": part.total}
    if part.inside and not part.whole:
        count = gettext("%(n)d 户，其中 %(inside)d 户在内") % {"n": part.total, "inside": part.inside}
    return shown.aside(f"{building}{entrance}", count)
