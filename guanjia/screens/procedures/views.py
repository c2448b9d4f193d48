"""What can be asked for; each procedure as a table, a drawing and figures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.sop import discovery, latest
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.kernel.time import now
from guanjia.screens.parameters.places import places_of
from guanjia.screens.procedures import drawing, queries, words


@require_GET
@needs("cases.view")
def index(request: HttpRequest) -> HttpResponse:
    """Everything a walk-in may ask for, found by any word people use for it."""
    typed = request.GET.get("q", "").strip()
    found = queries.asked_for(typed)
    shelves = [
        (_(group), [(one, _(one.label), queries.may_start(signed_in(request), one)) for one in some])
        for group, some in words.shelves(found).items()
    ]
    return render(request, "procedures_pages/index.html", {"shelves": shelves, "typed": typed})


@require_GET
@needs("cases.view")
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the manual, with the numbers in force at the chosen estate."""
    try:
        shown = latest(code)
    except KeyError:
        raise Http404 from None
    place = _place(request)
    values, at = place.values(now()), now()
    context = {
        "procedure": shown, "place": place, "lines": words.lines_of(shown, values),
        "chart": drawing.flow_chart(shown), "parameters": words.parameters_of(shown, values),
        "counts": queries.counts_of(request.user, code, now=at),
        "figures": queries.figures_of(request.user, shown, now=at),
        "may_start": queries.may_start(signed_in(request), shown),
        "versions": [one.version for one in discovery.versions() if one.code == code],
    }  # fmt: skip
    return render(request, "procedures_pages/procedure.html", context)


def _place(request: HttpRequest) -> Any:
    """The chosen estate, else the first place of the person's."""
    mine, chosen = places_of(request.user), shell.chosen_estate_id(request)
    return next((one for one in mine if one.code == f"estate-{chosen}"), mine[0])
