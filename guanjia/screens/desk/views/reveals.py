"""Who looked at full numbers: the list, and of one customer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from guanjia.directory.people.models import Customer
from guanjia.engine.ui.guards import needs
from guanjia.screens.desk.reveals import REVEALS, looks, looks_at, what


@require_GET
@needs("reveals.view")
def listing(request: HttpRequest) -> HttpResponse:
    return REVEALS.respond(request, looks(request.user))


@require_GET
@needs("reveals.view")
def of_customer(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the customer's page that is asked for when it is opened."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    seen = [(row, what(row)) for row in looks_at(request.user, customer)]
    return render(request, "desk/_reveals.html", {"looks": seen})
