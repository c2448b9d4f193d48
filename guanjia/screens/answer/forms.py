"""What the customer may say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.work.followups.models import STARS


class OpinionForm(forms.Form):
    """Stars, satisfied or not, and words if there are any."""

    stars = forms.TypedChoiceField(
        label=_("给这次服务打几颗星？"), choices=STARS, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("请点一下星星")},
    )  # fmt: skip
    satisfied = forms.TypedChoiceField(
        label=_("问题解决了吗？"), choices=[("yes", _("解决了，满意")), ("no", _("没有解决，请再处理"))],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        error_messages={"required": _("请选一项：解决了，还是没有解决")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("想说的话（可不填）"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HouseholdForm(OpinionForm):
    """The same of a household that reported nothing."""

    satisfied = forms.TypedChoiceField(
        label=_("您对我们的服务总体满意吗？"), choices=[("yes", _("满意")), ("no", _("不满意"))],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        error_messages={"required": _("请选一项：满意，还是不满意")},
    )  # fmt: skip
