"""Units: the list, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from guanjia.directory.places.models import Unit
from guanjia.engine.ui.guards import needs
from guanjia.screens.desk.lists import UNITS


@require_GET
@needs("directory.view")
def listing(request: HttpRequest) -> HttpResponse:
    rows = Unit.objects.visible_to(request.user).filter(retired_at=None)
    return UNITS.respond(request, rows.select_related("building", "zone__butler", "estate"))
