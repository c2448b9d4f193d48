"""The search box of every page, and the caller box of the workbench."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guanjia.engine.search.index import CUSTOMER, UNIT
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.screens.desk.queries import grouped

LONGEST = 60


@require_GET
@needs("search.use")
def hits(request: HttpRequest) -> HttpResponse:
    """What was typed into the search box: the drop-down while typing, the whole page when asked as a page."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    most = 6 if request.headers.get("HX-Request") else 30
    context = {"groups": grouped(typed, most=most) if typed else [], "typed": typed}
    return page(request, "desk/search.html", "hits", context)


@require_GET
@needs("search.use")
def picks(request: HttpRequest) -> HttpResponse:
    """Who may be calling: people and homes, and always the way to go on without knowing."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    groups = grouped(typed, kinds=(CUSTOMER, UNIT), most=5) if typed else []
    digits = "".join(filter(str.isdigit, typed))
    is_number = len(digits) >= 5 and not any(sign.isalpha() for sign in typed)
    return render(request, "desk/_picks.html", {"groups": groups, "typed": typed, "is_number": is_number})
