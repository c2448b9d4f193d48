"""The filters of the overview, kept in the address."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop import discovery
from guanjia.work.figures.queries import Narrow
from guanjia.work.figures.rules import Period, period

PERIODS = [
    ("today", _("今天")),
    ("week", _("本周")),
    ("month", _("本月")),
    ("last_month", _("上月")),
    ("quarter", _("本季度")),
    ("custom", _("自选日期")),
]


class FilterForm(forms.Form):
    """Anything missing or wrong falls back to all, and to this month."""

    estate = forms.TypedChoiceField(label=_("项目"), required=False, coerce=int, empty_value=None)
    department = forms.TypedChoiceField(label=_("部门"), required=False, coerce=int, empty_value=None)
    procedure = forms.ChoiceField(label=_("业务类型"), required=False)
    handler = forms.IntegerField(required=False, widget=forms.HiddenInput)
    period = forms.ChoiceField(label=_("统计期间"), required=False, choices=PERIODS)
    first = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, data: object, *, estates: list, departments: list[tuple[int, str]], local: datetime
    ) -> None:
        super().__init__(data)
        self.local = local
        self.fields["estate"].choices = [("", _("全部项目")), *((one.pk, one.name) for one in estates)]
        self.departments = departments
        self.fields["department"].choices = [("", _("全部部门")), *departments]
        self.fields["procedure"].choices = [
            ("", _("全部规程")), *((one.code, _(one.label)) for one in discovery.everything())
        ]  # fmt: skip
        self.is_valid()

    @property
    def choices(self) -> list[forms.BoundField]:
        """What is always shown; the days only for a period of one's own."""
        return [self[name] for name in ("estate", "department", "procedure", "period")]

    @property
    def narrow(self) -> Narrow:
        said = self.cleaned_data
        return Narrow(
            said.get("estate") or None, said.get("department") or None, said.get("procedure") or "",
            said.get("handler") or None,
        )  # fmt: skip

    @property
    def chosen_period(self) -> Period:
        said = self.cleaned_data
        try:
            return period(
                said.get("period") or "month",
                local=self.local,
                first=said.get("first"),
                last=said.get("last"),
            )
        except ValueError:
            return period("month", local=self.local)
