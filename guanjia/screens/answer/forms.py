"""What the customer may say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.work.followups.models import STARS, Answer


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
    """The same of a household that reported nothing; dissatisfied, it says whether to repair or to look into it."""

    satisfied = forms.TypedChoiceField(
        label=_("您对我们的服务总体满意吗？"), choices=[("yes", _("满意")), ("no", _("不满意"))],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        error_messages={"required": _("请选一项：满意，还是不满意")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("想说的话（不满意时请写明）"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    opens = forms.ChoiceField(
        label=_("希望我们怎么办？"), required=False, widget=forms.RadioSelect,
        choices=[
            (Answer.Opens.REPAIR, _("有东西坏了，请来修")),
            (Answer.Opens.COMPLAINT, _("对服务有意见，请跟进处理")),
        ],
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("satisfied"):
            given.pop("opens", None)
        elif "satisfied" in given and "opens" not in self.errors:
            if not given.get("opens"):
                self.add_error("opens", _("请选一项：来修，还是跟进处理"))
            if not given.get("words", "").strip():
                self.add_error("words", _("请写一两句是什么事，我们好安排"))
        return given
