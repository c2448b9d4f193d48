"""Outages: opened, told to everybody at the desks, ended."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.desk.forms import IncidentForm
from guanjia.screens.desk.lists import INCIDENTS
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case, Incident
from guanjia.work.cases.queries import with_place

PUBLISH = "incidents.publish"


@require_GET
@needs("cases.view")
def listing(request: HttpRequest) -> HttpResponse:
    return INCIDENTS.respond(request, _incidents(request), template="desk/incidents.html")


@needs(PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    """The form; choosing another estate draws it again with that estate's buildings."""
    form = _form(request)
    if request.method == "POST" and "publish" in request.POST and form.is_valid():
        try:
            made = actions.open_incident(actor=request.user, now=time.now(), **form.cleaned_data)
            return redirect("desk:incident", made.pk)
        except Refused as no:
            refuse(form, no)
    return render(request, "desk/incident_form.html", {"form": form})


@require_GET
@needs("cases.view")
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_incidents(request).prefetch_related("buildings"), pk=pk)
    cases = with_place(Case.objects.visible_to(request.user).filter(incident=found)).order_by("-id")[:200]
    return render(request, "desk/incident.html", {"incident": found, "cases": list(cases)})


@require_POST
@needs(PUBLISH)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Incident.objects.visible_to(request.user), pk=pk)
    actions.end_incident(actor=request.user, now=time.now(), incident=found)
    return redirect("desk:incident", pk)


def _incidents(request: HttpRequest) -> Any:
    return Incident.objects.visible_to(request.user).select_related("estate", "by")


def _form(request: HttpRequest) -> IncidentForm:
    estates = shell.estates(request)
    chosen = request.POST.get("estate", "")
    usual = shell.chosen_estate_id(request) or (estates[0].pk if estates else 0)
    estate_id = int(chosen) if chosen.isdecimal() else usual
    sent = request.POST if request.method == "POST" and "publish" in request.POST else None
    kept = {name: request.POST[name] for name in ("title", "say", "topic") if name in request.POST}
    return IncidentForm(
        sent, actor=request.user, estate_id=estate_id, initial={"key": uuid4(), **kept, "estate": estate_id}
    )
