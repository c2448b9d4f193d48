"""Small forms: undoing a receipt, invoices, deposits, tills and kinds."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Estate
from guanjia.engine.access.actor import EVERYWHERE
from guanjia.engine.ui.shown import money
from guanjia.screens.cashier.forms.taking import AmountField
from guanjia.screens.cashier.words import MEANS
from guanjia.work.cashier.models import Deposit, DepositKind, PaymentLine
from guanjia.work.cashier.rules import Means

RETURNED_BY = (Means.CASH, Means.TRANSFER, Means.CARD, Means.WECHAT, Means.ALIPAY)


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("作废原因"), max_length=200)


class RefusalForm(forms.Form):
    reason = forms.CharField(label=_("驳回原因"), max_length=200)


class RefundForm(forms.Form):
    """How much of each line; all of it unless somebody says otherwise."""

    reason = forms.CharField(label=_("退款原因"), max_length=200)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, lines: list[PaymentLine]) -> None:
        super().__init__(data)
        self.lines = lines
        amounts = {
            f"line_{line.pk}": AmountField(
                label=line.text, initial=line.amount - line.refunded,
                help_text=say("最多 %(most)s") % {"most": money(line.amount - line.refunded)},
            )
            for line in lines
        }  # fmt: skip
        self.fields = amounts | self.fields

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        given = [(line, said.get(f"line_{line.pk}")) for line in self.lines]
        said["parts"] = {line: amount for line, amount in given if amount}
        for line, amount in said["parts"].items():
            if amount > line.amount - line.refunded:
                self.add_error(
                    f"line_{line.pk}", say("最多可退 %(n)s 元") % {"n": line.amount - line.refunded}
                )
        if not said["parts"] and not self.errors:
            raise forms.ValidationError(say("请填写要退的金额"))
        return said


class InvoiceForm(forms.Form):
    title = forms.CharField(label=_("发票抬头"), max_length=100)
    tax_number = forms.CharField(label=_("税号"), max_length=30, required=False, help_text=_("单位抬头必填"))
    email = forms.EmailField(label=_("接收邮箱"), required=False)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class IssuedForm(forms.Form):
    number = forms.CharField(label=_("发票号码"), max_length=40)


class AskDepositForm(forms.Form):
    """What deposit is to be paid."""

    kind = forms.ModelChoiceField(DepositKind.objects.none(), label=_("押金种类"), empty_label=None)
    amount = AmountField(label=_("金额"), help_text=_("不填为该种类的默认金额"), min_value=Decimal("0.01"))
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, actor: Any, estate: Estate) -> None:
        super().__init__(data)
        kinds = DepositKind.objects.visible_to(actor).filter(retired_at=None)
        self.fields["kind"].queryset = (kinds.filter(estate=None) | kinds.filter(estate=estate)).order_by(
            "code"
        )


class KeepForm(forms.Form):
    amount = AmountField(label=_("扣款金额"), required=True, min_value=Decimal("0.01"))
    reason = forms.CharField(label=_("扣款原因"), max_length=200)
    evidence = forms.FileField(label=_("凭据"), help_text=_("照片或 PDF"))
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class LetGoForm(forms.Form):
    due_on = forms.DateField(
        label=_("应退日期"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("从这一天起可以退还，列入应退名单"),
    )  # fmt: skip


class ReturnForm(forms.Form):
    amount = AmountField(label=_("退还金额"), required=True, min_value=Decimal("0.01"))
    means = forms.ChoiceField(label=_("退还方式"), choices=[(one.value, MEANS[one]) for one in RETURNED_BY])
    receiver = forms.CharField(label=_("领取人"), max_length=100)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, deposit: Deposit) -> None:
        super().__init__(data, initial={"amount": deposit.held, "receiver": deposit.payer})


class PlacedForm(forms.Form):
    """Something of one estate; who works everywhere may leave the estate empty for the whole company."""

    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"))

    def __init__(self, data: Any = None, *, actor: Any, initial: Any = None, shared: bool = True) -> None:
        super().__init__(data, initial=initial)
        chosen = self.fields["estate"]
        chosen.queryset = Estate.objects.visible_to(actor)
        if shared and actor.estate_ids is EVERYWHERE:
            chosen.required, chosen.empty_label = False, say("全公司")


class TillForm(PlacedForm):
    name = forms.CharField(label=_("收银台"), max_length=30)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class KindForm(PlacedForm):
    code = forms.SlugField(
        label=_("代码"), max_length=30, help_text=_("字母、数字，如 renovation；规程用它找到押金")
    )
    name = forms.CharField(label=_("押金种类"), max_length=40)
    amount = AmountField(label=_("默认金额"), required=True, min_value=Decimal("0.01"))
