"""A paper ballot as it is entered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.work.votes.models import Choice


class BallotForm(forms.Form):
    choice = forms.ChoiceField(label=_("业主的意见"), choices=Choice, widget=forms.RadioSelect)
    photo = forms.FileField(
        label=_("选票照片"), widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"})
    )

    def __init__(self, *args: object, secret: bool, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        if secret:
            self.fields["photo"].label = _("签收页照片")
            self.fields["photo"].help_text = _("只拍业主签名的签收页，不要拍到意见")


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("作废原因"), max_length=200)
