"""The tenants' register and its months."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.desk.tenant_file import as_workbook
from guanjia.screens.desk.tenants import TENANTS, months_of, register


@require_GET
@needs("directory.view")
def listing(request: HttpRequest) -> HttpResponse:
    return TENANTS.respond(request, register(request.user), template="desk/tenants.html")


@require_GET
@needs("directory.view")
def months(request: HttpRequest) -> HttpResponse:
    """How many came and went, on the screen or with `?export=xlsx` as a file."""
    now = time.now()
    years = months_of(request.user, today=timezone.localdate(now), estate_id=shell.chosen_estate_id(request))
    if request.GET.get("export") == "xlsx":
        return as_workbook(years, actor=request.user, now=now)
    return render(request, "desk/tenant_months.html", {"years": years})
