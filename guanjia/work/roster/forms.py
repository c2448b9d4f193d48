"""What the roster pages accept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Staff
from guanjia.work.roster.models import ShiftKind


class CellForm(forms.Form):
    """One click: who, which day, which kind of shift (empty for a day off)."""

    staff = forms.ModelChoiceField(Staff.objects.none())
    day = forms.DateField()
    kind = forms.ModelChoiceField(ShiftKind.objects.none(), required=False)

    def __init__(self, actor, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = Staff.objects.visible_to(actor).select_related("department")
        self.fields["kind"].queryset = ShiftKind.objects.visible_to(actor).filter(retired_at=None)


class KindForm(forms.Form):
    """A kind of shift and its times."""

    code = forms.SlugField(label=_("代码"), max_length=10)
    name = forms.CharField(label=_("班次"), max_length=20)
    mark = forms.CharField(label=_("简称"), max_length=2)
    starts = forms.TimeField(label=_("上班"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("下班"), widget=forms.TimeInput(attrs={"type": "time"}))
