"""What the settings of the field work accept."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Estate
from guanjia.engine.access.actor import EVERYWHERE
from guanjia.procedures.repair.papers import PARTS
from guanjia.work.dispatch.models import Contractor, PriceItem


class PlacedForm(forms.ModelForm):
    """A row of one estate; who works everywhere may leave the estate empty for the whole company."""

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = actor.estate_ids is EVERYWHERE
        chosen = self.fields["estate"]
        chosen.queryset = Estate.objects.visible_to(actor)
        chosen.required, chosen.empty_label = not everywhere, gettext("全公司") if everywhere else "——"

    def _post_clean(self) -> None:
        """The action writes; constraints speak there."""


class ContractorForm(PlacedForm):
    parts = forms.MultipleChoiceField(
        label=_("负责部位"), help_text=_("不选表示全部"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contractor
        fields = ("name", "contact", "phone", "parts", "estate")

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["parts"].choices = [(code, gettext(said)) for code, said in PARTS.items()]


class PriceForm(PlacedForm):
    price = forms.DecimalField(
        label=gettext_lazy("单价（元）"), min_value=0, max_digits=10, decimal_places=2, initial=0
    )

    class Meta:
        model = PriceItem
        fields = ("kind", "name", "measure", "price", "is_free", "estate")
        labels = {"name": gettext_lazy("价目")}
