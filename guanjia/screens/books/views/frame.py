"""What every page of the books asks first."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.books.forms import BooksForm

SEE = "books.view"


def chosen(request: HttpRequest) -> BooksForm:
    """Estate and period from the address; without an estate there, the one chosen in the frame."""
    said = request.GET.copy()
    if "estate" not in said and (estate := shell.chosen_estate_id(request)):
        said["estate"] = str(estate)
    today = timezone.localtime(time.now()).date()
    said.setdefault("since", today.replace(day=1).isoformat())
    form = BooksForm(said, estates=shell.estates(request), today=today)
    if not said.get("until"):
        form.data["until"] = form.days[1].isoformat()
    return form


def found(request: HttpRequest, model: Any, pk: int, *joined: str) -> Any:
    """A row that the person may see, or 404."""
    rows = model.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related(*joined) if joined else rows, pk=pk)


def one_estate(request: HttpRequest) -> Any:
    """The estate of the address, else the one chosen in the frame, else the first in sight; None without any."""
    mine = shell.estates(request)
    said = request.POST.get("estate") or request.GET.get("estate") or shell.chosen_estate_id(request)
    return next((one for one in mine if str(one.pk) == str(said)), mine[0] if mine else None)


def attempt(form: forms.Form, do: Callable[..., Any]) -> Any:
    """What `do` gave for the fields of a form that is right; None when it is not, or refused (the form says why)."""
    if not form.is_valid():
        return None
    try:
        return do(**form.cleaned_data)
    except Refused as no:
        refuse(form, no)
        return None
