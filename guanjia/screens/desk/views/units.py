"""Units: the list, and the page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guanjia.directory.places.models import Unit
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.desk.lists import UNITS
from guanjia.screens.desk.records import unit_page


@require_GET
@needs("directory.view")
def listing(request: HttpRequest) -> HttpResponse:
    rows = Unit.objects.visible_to(request.user).filter(retired_at=None)
    return UNITS.respond(request, rows.select_related("building", "zone__butler", "estate"))


@require_GET
@needs("directory.view")
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    found = unit_page(request.user, pk, today=timezone.localdate(time.now()))
    if found is None:
        raise Http404
    return render(request, "desk/unit.html", found)
