"""What residents choose and accountants decide."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.channels.wallets.opening import offered, providers
from guanjia.directory.places.models import Estate, Unit
from guanjia.kernel import time
from guanjia.work.ledger.models import Charge
from guanjia.work.online.actions.resolving import OUTSIDE
from guanjia.work.online.models import Difference
from guanjia.work.online.rules import day_of


class ChargesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Charge) -> str:
        return obj.text


class ChoiceForm(forms.Form):
    """Which charges, by which provider."""

    charges = ChargesField(
        label=_("要缴的费用"), queryset=Charge.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一笔费用")},
    )  # fmt: skip
    provider = forms.ChoiceField(
        label=_("支付方式"), widget=forms.RadioSelect, error_messages={"required": _("请选择支付方式")}
    )

    def __init__(self, *args: Any, company_id: int, charges: list[Charge], **more: Any) -> None:
        super().__init__(*args, **more)
        self.ways = [(each.code, each.label) for each in offered(company_id)]
        self.fields["provider"].choices = self.ways
        self.fields["charges"].queryset = Charge.objects.filter(pk__in=[each.pk for each in charges])


class RunForm(forms.Form):
    """Which statement to fetch."""

    provider = forms.ChoiceField(label=_("支付渠道"))
    day = forms.DateField(
        label=_("账单日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        yesterday = day_of(time.now()) - timedelta(days=1)
        super().__init__(*args, initial={"day": yesterday}, **more)
        self.fields["provider"].choices = [(each.code, each.label) for each in providers().values()]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day >= day_of(time.now()):
            raise ValidationError(gettext("账单次日才有，请选择昨天或更早的日期"))
        return day


class ResolveForm(forms.Form):
    """How a difference is settled, and why."""

    how = forms.ChoiceField(label=_("处理方式"), widget=forms.RadioSelect)
    estate = forms.ModelChoiceField(label=_("项目"), queryset=Estate.objects.none(), required=False)
    room = forms.CharField(
        label=_("房号"), required=False, max_length=40, help_text=_("入账时填写，款项记为该房号的预存")
    )
    reason = forms.CharField(
        label=_("查到的原因和处理依据"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明查到的原因和处理依据")},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Any, difference: Difference, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        how = Difference.How
        money = [(how.BOOKED, how.BOOKED.label), (how.RETURNED, how.RETURNED.label)]
        explained = [(how.EXPLAINED, how.EXPLAINED.label)]
        if difference.kind in OUTSIDE:
            self.fields["how"].choices = explained + money[:1]
            self.fields["estate"].queryset = Estate.objects.visible_to(actor)
            return
        again = money[1:] if difference.kind == Difference.Kind.REFUND_FAILED else []
        waiting = money if difference.may_return(actor) else money[:1]
        self.fields["how"].choices = waiting if difference.entry_id else explained + again
        del self.fields["estate"], self.fields["room"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        room, estate = given.pop("room", ""), given.pop("estate", None)
        given["unit"] = None
        if room and estate:
            given["unit"] = (
                Unit.objects.visible_to(self.actor).filter(estate=estate, key=room.strip()).first()
            )
        if (
            (room or given.get("how") == Difference.How.BOOKED)
            and "room" in self.fields
            and given["unit"] is None
        ):
            self.add_error("room", gettext("请选择项目并填写完整房号，例如 3-2-1501"))
        return given
