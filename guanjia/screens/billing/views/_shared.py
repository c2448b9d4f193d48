"""What the pages about bills have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.engine.ui import shell
from guanjia.kernel.errors import Refused


def estate_of(request: HttpRequest) -> Estate | None:
    """The chosen estate, else the first of the person's."""
    mine = shell.estates(request)
    chosen = shell.chosen_estate_id(request)
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)


def then(request: HttpRequest, done: str, act: Callable[[], Any], to: str, *args: Any) -> HttpResponse:
    """Do it, say so or say why not, and go on to a page."""
    try:
        act()
        if done:
            messages.success(request, done)
    except Refused as no:
        messages.error(request, str(no))
    return redirect(to, *args)


def wrong(request: HttpRequest, form: Any) -> None:
    """The first thing that is wrong with a small form, in a message."""
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        messages.error(request, field.label + _("：") + errors[0] if field else str(errors[0]))
        return
    messages.error(request, _("请检查填写的内容"))
