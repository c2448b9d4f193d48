"""What is paid, and by which means: the form of the counter."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.kernel.errors import Refused
from guanjia.screens.cashier.payers import Payer
from guanjia.screens.cashier.words import MEANS
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.rules import ZERO, Means
from guanjia.work.ledger.models import Charge

NAMED = (Means.CARD, Means.TRANSFER, Means.WECHAT, Means.ALIPAY)
# Where a refusal of the action is shown.
SHOWN_AT = {"given": "given", "rounding": "rounding", "points": "pay_points", "prepay": "to_prepaid"}


class AmountField(forms.DecimalField):
    """Yuan, to the fen."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "data-amount": ""}
        least = more.get("min_value", ZERO)
        said = {
            "invalid": gettext_lazy("请填金额，如 123.45"),
            "min_value": gettext_lazy("金额要大于零") if least else gettext_lazy("金额不能是负数"),
            "max_decimal_places": gettext_lazy("金额最多到分，即两位小数"),
        }
        usual = {
            "required": False, "min_value": ZERO, "max_digits": 12, "decimal_places": 2,
            "widget": forms.TextInput(attrs=attrs), "error_messages": said,
        }  # fmt: skip
        super().__init__(**{**usual, **more})

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value.replace(",", "").replace("¥", "") if isinstance(value, str) else value)


@dataclass(frozen=True)
class Row:
    """One charge or deposit as drawn. `late` is what has accrued on it, in yuan."""

    thing: Any
    tick: Any
    part: Any
    late: Decimal = ZERO


@dataclass(frozen=True)
class MeansRow:
    """One means of payment as drawn; `most` when there is a balance that limits it."""

    code: str
    label: Any
    key: int
    amount: Any
    reference: Any
    most: Decimal | None = None


class TakingForm(forms.Form):
    """Everything is ticked and paid in cash unless somebody says otherwise."""

    with_late = forms.BooleanField(label=gettext_lazy("一并收违约金"), required=False, initial=True)
    rounding = AmountField(label=gettext_lazy("抹零"))
    given = AmountField(label=gettext_lazy("收到现金"))
    to_prepaid = forms.BooleanField(label=gettext_lazy("多收的转入预存"), required=False)
    note = forms.CharField(label=gettext_lazy("备注"), required=False, max_length=200)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, payer: Payer, key: str = "") -> None:
        super().__init__(data, initial={"key": key})
        self.payer = payer
        for charge in payer.owed.charges:
            self.fields[f"charge_{charge.pk}"] = forms.BooleanField(required=False, initial=True)
            self.fields[f"part_{charge.pk}"] = AmountField(initial=charge.outstanding)
        for deposit in payer.deposits:
            self.fields[f"deposit_{deposit.pk}"] = forms.BooleanField(required=False, initial=True)
        for means in Means:
            first = self._everything() or None if means is Means.CASH else None
            self.fields[f"pay_{means}"] = AmountField(label=MEANS[means], initial=first)
            if means in NAMED:
                plain = forms.TextInput(attrs={"autocomplete": "off"})
                self.fields[f"ref_{means}"] = forms.CharField(required=False, max_length=64, widget=plain)

    def charges(self) -> Iterator[Row]:
        for each in self.payer.owed.charges:
            late = self.payer.late_due(each)
            yield Row(each, self[f"charge_{each.pk}"], self[f"part_{each.pk}"], late)

    def deposits(self) -> Iterator[Row]:
        for each in self.payer.deposits:
            yield Row(each, self[f"deposit_{each.pk}"], None)

    def means(self) -> Iterator[MeansRow]:
        balances = {Means.PREPAID: self.payer.owed.prepaid, Means.POINTS: self.payer.points_yuan}
        for at, means in enumerate(Means, start=1):
            if balances.get(means, 1):
                reference = self[f"ref_{means}"] if means in NAMED else None
                amount = self[f"pay_{means}"]
                yield MeansRow(means.value, MEANS[means], at, amount, reference, balances.get(means))

    def _everything(self) -> Decimal:
        owed = sum((each.outstanding + self.payer.late_due(each) for each in self.payer.owed.charges), ZERO)
        return owed + sum((each.amount for each in self.payer.deposits), ZERO)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if any(name.startswith(("charge_", "deposit_")) and name not in self.fields for name in self.data):
            raise forms.ValidationError(
                _("页面打开以后，勾选的费用有的已在别处收了。左边是现在的欠费，请核对金额再收款")
            )
        charges = [pair for each in self.payer.owed.charges if (pair := self._part(each, said))]
        deposits = [each for each in self.payer.deposits if said.get(f"deposit_{each.pk}")]
        tenders = [one for means in Means if (one := self._tender(means, said))]
        if self.errors:
            return said
        late = (
            sum((self.payer.late_due(each) for each, _part in charges), ZERO) if said["with_late"] else ZERO
        )
        due = sum((part for _charge, part in charges), late) + sum((each.amount for each in deposits), ZERO)
        rounding = said.get("rounding") or ZERO
        over = sum((each.amount for each in tenders), ZERO) + rounding - due
        self._refuse_sums(tenders, over, said)
        said["order"] = {
            "tenders": tenders, "charges": charges, "deposits": deposits, "rounding": rounding,
            "prepay": max(over, ZERO), "with_late_fee": said["with_late"],
        }  # fmt: skip
        return said

    def _part(self, charge: Charge, said: dict[str, Any]) -> tuple[Charge, Decimal] | None:
        """What is paid of a charge."""
        name = f"part_{charge.pk}"
        if not said.get(f"charge_{charge.pk}") or name in self.errors:
            return None
        part = said.get(name) or ZERO
        if part <= 0:
            self.add_error(name, _("请填大于零的金额，或取消勾选"))
        elif part > charge.outstanding:
            self.add_error(name, _("最多 %(most)s 元；多收的请转预存") % {"most": charge.outstanding})
        return charge, part

    def _tender(self, means: Means, said: dict[str, Any]) -> Tendered | None:
        name, amount = f"pay_{means}", said.get(f"pay_{means}") or ZERO
        balance = {Means.PREPAID: self.payer.owed.prepaid, Means.POINTS: self.payer.points_yuan}.get(means)
        if not amount:
            return None
        if balance is not None and amount > balance:
            self.add_error(name, _("余额只够付 %(most)s 元") % {"most": balance})
        reference = said.get(f"ref_{means}", "").strip()
        if means is Means.TRANSFER and not reference:
            self.add_error(f"ref_{means}", _("转账请填银行回单号"))
        given = said.get("given") if means is Means.CASH else None
        if given is not None and given < amount:
            self.add_error("given", _("收到的现金少于应收现金 %(amount)s 元") % {"amount": amount})
        return Tendered(means, amount, reference, given or None)

    def _refuse_sums(self, tenders: list[Tendered], over: Decimal, said: dict[str, Any]) -> None:
        if not tenders:
            self.add_error("pay_cash", _("请填收款金额"))
        elif over < 0:
            self.add_error("pay_cash", _("还差 %(n)s 元：请补足，或改小左边的本次金额") % {"n": -over})
        elif over > 0 and not said["to_prepaid"]:
            self.add_error("to_prepaid", _("多收 %(n)s 元：勾选转入预存，或改小收款金额") % {"n": over})

    def refuse(self, no: Refused) -> None:
        """Show what the books refused next to what it is about."""
        self.add_error(SHOWN_AT.get(no.field or "", "pay_cash"), str(no))
