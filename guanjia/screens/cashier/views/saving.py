"""One form, one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guanjia.engine.ui.forms import refuse
from guanjia.kernel.errors import Refused


def attempt(request: HttpRequest, form: forms.Form, save: Callable[..., Any]) -> bool:
    """Whether it was sent, right and done; if not, the form says why."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save(**form.cleaned_data)
    except Refused as no:
        refuse(form, no)
        return False
    return True


def one_form(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[..., Any],
    *,
    title: str,
    back: str,
    said: str,
    button: str = "",
    about: str = "",
) -> HttpResponse:
    """The page of one form; done, it says so and leads back to the address."""
    if attempt(request, form, save):
        messages.success(request, said)
        return redirect(back)
    context = {"form": form, "title": title, "back": back, "button": button, "about": about}
    return render(request, "cashier/form.html", context, status=422 if form.errors else 200)


def carry_out(request: HttpRequest, act: Callable[[], Any], *, said: str, back: str) -> HttpResponse:
    """One button, one action: what is refused is said above the page one comes back to."""
    try:
        act()
        messages.success(request, said)
    except Refused as no:
        messages.error(request, str(no))
    return redirect(back)
