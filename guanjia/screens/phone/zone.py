"""The butler's pages: what is open in my zone, and who lives behind the door."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from guanjia.directory.places.models import Unit
from guanjia.engine.access import require
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.time import now
from guanjia.screens.phone import queries
from guanjia.screens.phone.rounds import rounds_of
from guanjia.screens.phone.words import for_scripts


@login_required
def home(request: HttpRequest) -> HttpResponse:
    require(request.user, "cases.view")
    wanted = request.GET.get("q", "")[:40]
    zone = queries.zone_home(request.user, now=now(), wanted=wanted)
    context = {"zone": zone, "wanted": wanted, "now": now(), "words": for_scripts()}
    if not wanted:
        context["rounds"] = rounds_of(request.user, now=now())
    return page(request, "phone/zone.html", "found", context)


@login_required
def household(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "directory.view")
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("building", "zone"), pk=pk)
    context = {"home": queries.household_of(unit, actor=request.user, now=now()), "words": for_scripts()}
    return page(request, "phone/household.html", "", context)
