"""What the pages of the duty log accept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.work.duty.models import DutyPost


class EntryForm(forms.Form):
    """One line of the log."""

    text = forms.CharField(label=_("记一条"), max_length=600, required=False)
    important = forms.BooleanField(label=_("重要"), required=False)
    matter = forms.BooleanField(label=_("交下一班"), required=False)
    key = forms.CharField(max_length=80, required=False)


class GiveForm(forms.Form):
    """A number and a word for every thing of the post, and a note for the next shift."""

    note = forms.CharField(
        label=_("给下一班的话"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: DutyPost, **more: Any) -> None:
        super().__init__(*args, **more)
        self.things = post.counted_things
        for at in range(len(self.things)):
            self.fields[f"count-{at}"] = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
            self.fields[f"word-{at}"] = forms.CharField(max_length=100, required=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the table: the thing and what was typed."""
        return [
            {
                "thing": thing,
                "at": at,
                "count": self[f"count-{at}"].value(),
                "word": self[f"word-{at}"].value(),
            }
            for at, thing in enumerate(self.things)
        ]

    @property
    def counted(self) -> dict[str, tuple[int | None, str]]:
        said = self.cleaned_data
        return {thing.name: (said[f"count-{at}"], said[f"word-{at}"]) for at, thing in enumerate(self.things)}


class TakeForm(forms.Form):
    """The one coming confirms."""

    read = forms.BooleanField(label=_("日志已看，未办事项已问清，物品已当面点清"), required=False)
    note = forms.CharField(
        label=_("接班说明"), max_length=300, required=False, help_text=_("物品或事项与交班记录不符时写明")
    )
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
