"""What the pages about bills have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
