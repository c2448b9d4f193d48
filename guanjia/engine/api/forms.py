"""What is asked when a token is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access import Actor
from guanjia.engine.api.actions import SCOPES
from guanjia.engine.api.queries import staff_of


class TokenForm(forms.Form):
    """For whom, what for, and how much of the person's rights."""

    staff: Any = forms.ModelChoiceField(
        None, label=_("以谁的身份"), help_text=_("程序能做的，不会超过这位员工自己能做的。")
    )
    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("如 门禁系统、报表程序"))
    scopes = forms.MultipleChoiceField(
        label=_("允许"), choices=[(code, label) for code, label in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        people: Any = self.fields["staff"]
        people.queryset = staff_of(actor).filter(is_active=True)
