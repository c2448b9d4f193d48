"""Which report: of what period, of which estate. Kept in the address."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.work.figures.queries import Narrow
from guanjia.work.figures.rules import Period, period

KINDS = [("day", _("日报")), ("week", _("周报")), ("month", _("月报")), ("custom", _("自选日期"))]


class ReportForm(forms.Form):
    """Anything missing or wrong falls back to this month and all estates."""

    kind = forms.ChoiceField(label=_("报告"), required=False, choices=KINDS)
    day = forms.DateField(label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    estate = forms.TypedChoiceField(label=_("项目"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: object, *, estates: list, local: datetime) -> None:
        super().__init__(data)
        self.local, self.estates = local, estates
        self.fields["estate"].choices = [("", _("全部项目")), *((one.pk, one.name) for one in estates)]
        self.is_valid()

    @property
    def kind_name(self) -> str:
        return str(dict(KINDS)[self.cleaned_data.get("kind") or "month"])

    @property
    def narrow(self) -> Narrow:
        return Narrow(estate=self.cleaned_data.get("estate") or None)

    @property
    def estate_name(self) -> str:
        """Empty when the report is about several."""
        meant = [one for one in self.estates if self.narrow.estate in (None, one.pk)]
        return meant[0].name if len(meant) == 1 else ""

    @property
    def chosen_period(self) -> Period:
        said = self.cleaned_data
        first, last = span(
            said.get("kind") or "month", said.get("day") or self.local.date(), said.get("last")
        )
        try:
            return period("custom", local=self.local, first=first, last=last)
        except ValueError:
            first, last = span("month", self.local.date(), None)
            return period("custom", local=self.local, first=first, last=last)

    @property
    def before(self) -> Period:
        """As many days right before; for a month the month before."""
        now = self.chosen_period
        last = now.first_day - timedelta(days=1)
        first = last.replace(day=1) if self.cleaned_data.get("kind") in ("month", "") else (
            last - (now.last_day - now.first_day)
        )  # fmt: skip
        return period("custom", local=self.local, first=first, last=last)


def span(kind: str, day: date, last: date | None) -> tuple[date, date]:
    """First and last day of the report's period around a day."""
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if kind == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return (day, last or day) if kind == "custom" else (day, day)
