"""Butler zones: who looks after which entrances."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guanjia.directory.places.models import Estate, Zone
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.structure import queries
from guanjia.screens.structure.actions import save_zone
from guanjia.screens.structure.forms import ZoneForm
from guanjia.screens.structure.views.saving import EDIT, attempt


@needs(EDIT)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    estate = get_object_or_404(Estate.objects.visible_to(request.user), pk=pk)
    return _page(request, estate, None, {"key": uuid4()})


@needs(EDIT)
def zone(request: HttpRequest, pk: int) -> HttpResponse:
    here = get_object_or_404(Zone.objects.visible_to(request.user).select_related("estate"), pk=pk)
    return _page(request, here.estate, here, {"name": here.name, "butler": here.butler_id})


def _page(request: HttpRequest, estate: Estate, here: Zone | None, first: dict[str, Any]) -> HttpResponse:
    parts = queries.parts_of(request.user, estate, here)
    form = ZoneForm(request.POST or None, actor=request.user, estate=estate, parts=parts, initial=first)

    def save(name: str, butler: Any, key: str, **_parts: Any) -> None:
        save_zone(
            actor=request.user, now=time.now(), estate=estate, zone=here, name=name, butler=butler, key=key,
            take=queries.units_in(request.user, estate, form.taken),
            give_up=queries.units_in(request.user, estate, form.given_up),
        )  # fmt: skip

    if attempt(request, form, save):
        return redirect("structure:estate", estate.pk)
    context = {"form": form, "estate": estate, "zone": here, "parts": parts}
    return render(request, "structure/zone.html", context, status=422 if form.errors else 200)
