"""The settings page of parameters: what holds where, since when, and changing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.engine.access import require
from guanjia.engine.params.actions import set_parameter
from guanjia.engine.params.declared import declared
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.parameters import queries
from guanjia.screens.parameters.forms import ParameterForm
from guanjia.screens.parameters.places import place_at, places_of


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    require(request.user, "parameters.edit")
    places = places_of(request.user)
    place = place_at(places, request.GET.get("at", ""))
    cards = queries.cards(place, words=request.GET.get("q", "").strip(), now=now())
    return page(request, "parameters/list.html", "cards", {"places": places, "place": place, "cards": cards})


@login_required
def parameter(request: HttpRequest, name: str) -> HttpResponse:
    require(request.user, "parameters.edit")
    place = place_at(places_of(request.user), request.GET.get("at", ""))
    found, moment = declared().get(name), now()
    if found is None:
        raise Http404
    row = queries.row_of(found, place.values(moment))
    form = ParameterForm(
        found, request.POST or None, current=row.found.value, can_inherit=row.found.level == place.level
    )
    if request.method == "POST" and form.is_valid():
        try:
            _set(request, form, place)
            messages.success(request, _("已保存“%(label)s”") % {"label": row.label})
            return redirect(f"{reverse('parameters:list')}?at={place.code}#{name}")
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
    history = queries.history(request.user, found)
    context = {"place": place, "row": row, "form": form, "history": history}
    return page(request, "parameters/parameter.html", "", context)


def _set(request: HttpRequest, form: ParameterForm, place) -> None:
    set_parameter(
        actor=request.user, now=now(), name=form.parameter.key, value=form.new_value, estate=place.estate,
        branch=place.branch, since=form.cleaned_data["since"], reason=form.cleaned_data["reason"],
        key=request.POST.get("key", ""),
    )  # fmt: skip
