"""What the board accepts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Department, Staff
from guanjia.screens.board.queries import GROUPINGS
from guanjia.work.cases.models import Case
from guanjia.work.dispatch.models import Contractor, WorkOrder


class FilterForm(forms.Form):
    """The board's address: grouping and filters. What makes no sense is left out."""

    by = forms.ChoiceField(choices=[(each, each) for each in GROUPINGS], required=False)
    department = forms.IntegerField(required=False, min_value=1)
    urgency = forms.ChoiceField(choices=Case.Urgency.choices, required=False)
    kind = forms.ChoiceField(choices=WorkOrder.Kind.choices, required=False)
    late = forms.BooleanField(required=False)

    def given(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class GiveForm(forms.Form):
    """To whom: `staff-7`, `department-3` or `pool`; `version` is the state of the order that the person saw."""

    to = forms.RegexField(r"^(staff-\d{1,12}|department-\d{1,12}|pool)$")
    version = forms.IntegerField(required=False)
    reason = forms.CharField(required=False, max_length=200)

    def receiver(self, actor) -> dict[str, Staff | Department | None]:
        """Keyword arguments of the commands. Raises DoesNotExist for somebody out of reach."""
        kind, _dash, pk = self.cleaned_data["to"].partition("-")
        technician = Staff.objects.visible_to(actor).get(pk=pk) if kind == "staff" else None
        department = Department.objects.visible_to(actor).get(pk=pk) if kind == "department" else None
        return {"technician": technician, "department": department}


class OrderForm(forms.Form):
    """A further order for a case, by hand."""

    task = forms.CharField(label=_("工作内容"), max_length=200)
    kind = forms.ChoiceField(label=_("类型"), choices=WorkOrder.Kind.choices)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("部门"), required=False)
    appointed_from = forms.DateTimeField(
        label=_("预约开始"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    appointed_until = forms.DateTimeField(
        label=_("预约结束"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, actor, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.visible_to(actor)


class SendForm(forms.Form):
    """Which contractor was told, and the date he promised."""

    contractor = forms.ModelChoiceField(Contractor.objects.none(), label=_("外部维修单位"))
    promised_until = forms.DateTimeField(
        label=_("承诺完成时间"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    words = forms.CharField(label=_("说明"), required=False, max_length=200)
    customer_told = forms.BooleanField(label=_("已联系客户说明安排（算作首次回复）"), required=False)

    def __init__(self, contractors: list[Contractor], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["contractor"]
        chosen.queryset = Contractor.objects.filter(pk__in=[one.pk for one in contractors])
        chosen.choices = [
            ("", "——"),
            *((one.pk, f"{one.name} {one.contact} {one.phone}") for one in contractors),
        ]


class DoneForm(forms.Form):
    """What the contractor did, with a photo of it."""

    outcome = forms.CharField(label=_("处理结果"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    photo = forms.FileField(
        label=_("修好后的照片"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    customer_told = forms.BooleanField(label=_("已告知客户"), required=False)
