"""Forms say what is wrong in the words of the house, in either language."""

import pytest
from django import forms
from django.utils import translation

from guanjia.engine.ui.forms import Renderer


class Visit(forms.Form):
    default_renderer = Renderer
    name = forms.CharField()
    on = forms.DateField()
    people = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ["请填写这一项", "日期认不出来，请写成 2026-11-22", "最少 1", "“x”不在可选的范围里，请从列表里选"]),
        ("en", ["This field is required.", "Enter a valid date.", "Ensure this value is greater than or equal to 1."]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_plainly(language, said):
    with translation.override(language):
        errors = Visit({"on": "明天", "people": "0", "kind": "x"}).errors
        assert [one for field in errors.values() for one in field][: len(said)] == said
