"""What can be asked for; each procedure as a table, a drawing and figures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.access.actor import may
from guanjia.engine.sop import Procedure, discovery, latest
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.kernel.time import now
from guanjia.screens.parameters.places import places_of
from guanjia.screens.procedures import drawing, queries, words


@require_GET
@needs("cases.view")
def index(request: HttpRequest) -> HttpResponse:
    """Everything a walk-in may ask for, found by any word people use for it."""
    typed = request.GET.get("q", "").strip()
    found = [one for one in discovery.everything() if _is_meant(one, typed)]
    shelves = [
        (_(group), [(one, _(one.label), _may_start(request, one)) for one in some])
        for group, some in words.shelves(found).items()
    ]
    return render(request, "procedures_pages/index.html", {"shelves": shelves, "typed": typed})


def _is_meant(procedure: type[Procedure], typed: str) -> bool:
    said = (procedure.label, _(procedure.label), procedure.code, *procedure.asked_as, procedure.group)
    return not typed or any(typed.lower() in one.lower() for one in said)


def _may_start(request: HttpRequest, procedure: type[Procedure]) -> bool:
    who: Any = request.user
    return may(who, "cases.register") and (
        not procedure.opened_by or any(may(who, f"role.{role}") for role in procedure.opened_by)
    )


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
        "figures": queries.figures_of(request.user, shown, now=at), "may_start": _may_start(request, shown),
        "versions": [one.version for one in discovery.versions() if one.code == code],
    }  # fmt: skip
    return render(request, "procedures_pages/procedure.html", context)


def _place(request: HttpRequest) -> Any:
    """The chosen estate, else the first place of the person's."""
    mine, chosen = places_of(request.user), shell.chosen_estate_id(request)
    return next((one for one in mine if one.code == f"estate-{chosen}"), mine[0])
