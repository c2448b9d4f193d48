"""A shift begins with a float and ends with a count."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Staff
from guanjia.screens.cashier.forms.taking import AmountField
from guanjia.work.cashier.models import Till
from guanjia.work.cashier.rules import DENOMINATIONS


class OpenForm(forms.Form):
    till = forms.ModelChoiceField(Till.objects.none(), label=_("收银台"), empty_label=None)
    float = AmountField(label=_("备用金"), required=True, help_text=_("开班时抽屉里的零钱，请先点清"))
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tills: QuerySet[Till], usual: Decimal) -> None:
        super().__init__(data, initial={"float": usual})
        self.fields["till"].queryset = tills


class CloseForm(forms.Form):
    """How many of each note and coin."""

    to = forms.ModelChoiceField(
        Staff.objects.none(), label=_("交给"), empty_label=_("请选择接收人"),
        error_messages={"required": _("请选择接收人")},
    )  # fmt: skip
    explanation = forms.CharField(label=_("差异说明"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, people: QuerySet[Staff]) -> None:
        super().__init__(data)
        self.fields["to"].queryset = people
        for note in DENOMINATIONS:
            attrs = {"inputmode": "numeric", "autocomplete": "off", "data-note": str(note)}
            self.fields[self.name_of(note)] = forms.IntegerField(
                label=str(note),
                required=False,
                min_value=0,
                max_value=99_999,
                error_messages={
                    "invalid": _("请填张数"),
                    "min_value": _("张数不能是负数"),
                    "max_value": _("张数太多，请核对"),
                },
                widget=forms.TextInput(attrs=attrs),
            )

    @staticmethod
    def name_of(note: Decimal) -> str:
        return f"n{note}".replace(".", "_")

    def notes(self) -> list[tuple[Decimal, Any]]:
        return [(note, self[self.name_of(note)]) for note in DENOMINATIONS]

    def counts(self) -> dict[str, int]:
        given = {str(note): self.cleaned_data.get(self.name_of(note)) for note in DENOMINATIONS}
        return {note: number for note, number in given.items() if number}


class BankForm(forms.Form):
    till = forms.ModelChoiceField(Till.objects.none(), label=_("收银台"), empty_label=None)
    amount = AmountField(label=_("存行金额"), required=True, min_value=Decimal("0.01"))
    reference = forms.CharField(label=_("银行回单号"), max_length=60)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tills: QuerySet[Till]) -> None:
        super().__init__(data)
        self.fields["till"].queryset = tills
