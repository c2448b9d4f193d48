"""One form, one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guanjia.engine.ui.forms import refuse
from guanjia.kernel.errors import Refused

EDIT = "directory.edit"


def attempt(request: HttpRequest, form: forms.Form, save: Callable[..., Any]) -> bool:
    """Whether it was sent, right and done; if not, the form says why."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save(**form.cleaned_data)
    except Refused as no:
        refuse(form, no)
        return False
    messages.success(request, _("已保存。"))
    return True


def one_form(
    request: HttpRequest, form: forms.Form, save: Callable[..., Any], *, title: str, back: tuple[Any, ...]
) -> HttpResponse:
    """The page of one form; done, it leads back. `back` is what `reverse` takes."""
    if attempt(request, form, save):
        return redirect(*back)
    context = {"form": form, "title": title, "back": back[0], "back_pk": back[1] if len(back) > 1 else None}
    return render(request, "structure/form.html", context, status=422 if form.errors else 200)
