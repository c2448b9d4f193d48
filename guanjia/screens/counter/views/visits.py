"""The visitor log."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.counter.forms import VisitForm
from guanjia.screens.counter.lists import VISITS
from guanjia.screens.counter.views.queue import SERVE, done
from guanjia.screens.counter.watch import Counter
from guanjia.work.counter import actions
from guanjia.work.counter.models import Visit


@require_GET
@needs(SERVE)
def listing(request: HttpRequest) -> Any:
    """Everybody who was here, with export and print."""
    rows = Visit.objects.visible_to(signed_in(request)).select_related("unit__building", "in_by")
    if chosen := shell.chosen_estate_id(request):
        rows = rows.filter(estate_id=chosen)
    return VISITS.respond(request, rows, template="counter_screen/visits.html")


@require_http_methods(["GET", "POST"])
@needs(SERVE)
def log(request: HttpRequest) -> HttpResponse:
    """Somebody goes in."""
    counter = Counter(request)
    form = VisitForm(
        request.POST if request.method == "POST" else None, actor=counter.actor, estate=counter.estate,
        initial={"key": uuid4(), "kind": Visit.Kind.GUEST, "people": 1},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.log_visit(
                actor=counter.actor, now=counter.now, estate=counter.estate, **form.cleaned_data
            )
            messages.success(request, _("已登记来访：%(name)s") % {"name": kept.name})
            return redirect("counter:home")
        except Refused as no:
            refuse(form, no)
    return page(request, "counter_screen/visit.html", "", {"form": form}, status=422 if form.errors else 200)


@require_POST
@needs(SERVE)
def out(request: HttpRequest, pk: int) -> HttpResponse:
    """He has left."""
    visit = get_object_or_404(Visit.objects.visible_to(signed_in(request)), pk=pk)
    return done(request, lambda: actions.note_out(actor=signed_in(request), now=now(), visit=visit))
