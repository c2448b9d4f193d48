"""What is filled in after a call, and which reminders are asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.work.collection.models import Contact
from guanjia.work.collection.parameters import LEVELS


class ContactForm(forms.Form):
    """The result of one call or visit."""

    way = forms.ChoiceField(label=_("方式"), choices=Contact.Way.choices)
    result = forms.ChoiceField(label=_("结果"), choices=Contact.Result.choices)
    amount = forms.DecimalField(
        label=_("承诺金额（元）"), required=False, max_digits=12, decimal_places=2, min_value=0,
        help_text=_("结果是“承诺缴费”时填写"),
    )  # fmt: skip
    on = forms.DateField(label=_("承诺日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("备注"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_on = forms.DateField(
        label=_("下次联系"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    complain = forms.BooleanField(label=_("按投诉登记，由您首问负责"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("result") == Contact.Result.PROMISED:
            for name, lacking in (
                ("amount", gettext("请填写承诺的金额")),
                ("on", gettext("请填写承诺的日期")),
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, lacking)
        return said


class RunForm(forms.Form):
    """Which levels."""

    levels = forms.TypedMultipleChoiceField(
        label=_("级别"), coerce=int, choices=[(level.value, label) for level, label in LEVELS.items()],
        widget=forms.CheckboxSelectMultiple, initial=[level.value for level in LEVELS],
    )  # fmt: skip
