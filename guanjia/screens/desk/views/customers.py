"""Customers: the list, and everything about one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guanjia.directory.people.models import Occupancy
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.desk.lists import CUSTOMERS
from guanjia.screens.desk.queries import current, with_customer
from guanjia.screens.desk.records import customer_page


@require_GET
@needs("directory.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Customers by their homes: row security on estates can use an index, an overlap of arrays cannot."""
    homes = Occupancy.objects.visible_to(request.user).filter(current(timezone.localdate(time.now())))
    return CUSTOMERS.respond(
        request, with_customer(request.user, homes).select_related("unit__building", "estate")
    )


@require_GET
@needs("directory.view")
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    found = customer_page(request.user, pk, today=timezone.localdate(time.now()))
    if found is None:
        raise Http404
    return render(request, "desk/customer.html", found)
