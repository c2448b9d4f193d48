"""Which books, of which days. Kept in the address."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.work.books.models import VoucherExport
from guanjia.work.books.rules import GROUPINGS, LAYOUTS
from guanjia.work.ledger.models import Closing

DAY = {"type": "date"}


class BooksForm(forms.Form):
    """Anything missing or wrong falls back to this month and all estates in sight."""

    estate = forms.TypedChoiceField(label=_("项目"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs=DAY))

    def __init__(self, data: object, *, estates: list, today: date) -> None:
        super().__init__(data)
        self.estates, self.today = estates, today
        self.fields["estate"].choices = [("", _("全部项目")), *((one.pk, one.name) for one in estates)]
        self.is_valid()

    @property
    def chosen(self) -> list:
        """The estates that are meant."""
        wanted = self.cleaned_data.get("estate")
        return [one for one in self.estates if wanted in (None, one.pk)]

    @property
    def days(self) -> tuple[date, date]:
        since = self.cleaned_data.get("since") or self.today.replace(day=1)
        until = self.cleaned_data.get("until") or month_end(since)
        return (since, until) if since <= until else (until, since)

    @property
    def query(self) -> str:
        """The period and the estate for links to other pages of the books."""
        since, until = self.days
        wanted = self.cleaned_data.get("estate")
        return f"since={since}&until={until}" + (f"&estate={wanted}" if wanted else "")


def month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _day(label: object, **more: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **more)


class ClosingForm(forms.Form):
    """Which days are closed."""

    kind = forms.ChoiceField(label=_("结账方式"), choices=Closing.Kind)
    through = _day(_("结账至"))


class VoucherForm(forms.Form):
    """Which vouchers are wanted, and how."""

    since = _day(_("从"))
    until = _day(_("到"))
    layout = forms.ChoiceField(
        label=_("财务软件"), choices=[(code, _(one.label)) for code, one in LAYOUTS.items()]
    )
    grouping = forms.ChoiceField(
        label=_("汇总方式"), choices=[(code, _(name)) for code, name in GROUPINGS.items()]
    )
    form = forms.ChoiceField(label=_("文件类型"), choices=VoucherExport.Form)
    first_number = forms.IntegerField(
        label=_("起始凭证号"),
        required=False,
        min_value=1,
        max_value=99999,
        help_text=_("不填就接着本月上次导出的号"),
    )
    again = forms.BooleanField(label=_("重复导出（这些日期已经导出过）"), required=False)


class PayeeForm(forms.Form):
    """For whom money is collected."""

    name = forms.CharField(label=_("收款单位"), max_length=100)
    bank_account = forms.CharField(label=_("开户行及账号"), max_length=200, required=False)
    contact = forms.CharField(label=_("联系人"), max_length=100, required=False)
    retired = forms.BooleanField(label=_("停用（历史记录都保留）"), required=False)


class SettleForm(forms.Form):
    """How much is to be paid out, up to which day."""

    through = _day(_("结算截至"))
    amount = forms.DecimalField(label=_("结算金额（元）"), max_digits=14, decimal_places=2)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class DecisionForm(forms.Form):
    """Yes or no to a settlement."""

    answer = forms.CharField(label=_("批复"), max_length=200, required=False)
