"""Appointments at the front desk."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.screens.counter.forms import WANTS, BookForm, DayForm
from guanjia.screens.counter.views.queue import SERVE, done
from guanjia.screens.counter.watch import Counter
from guanjia.work.counter import actions, queries
from guanjia.work.counter.models import Appointment


@require_http_methods(["GET", "POST"])
@needs(SERVE)
def book(request: HttpRequest) -> HttpResponse:
    """Keep a time on the day chosen above the form."""
    counter = Counter(request)
    day = DayForm(request.GET).chosen(counter.day)
    free = queries.free_slots(counter.actor, counter.estate, day=day, now=counter.now)
    form = BookForm(
        request.POST if request.method == "POST" else None, actor=counter.actor, estate=counter.estate, free=free,
        initial={"key": uuid4()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.make_appointment(
                actor=counter.actor, now=counter.now, estate=counter.estate, **form.cleaned_data
            )
            messages.success(request, _("已预约：%(who)s") % {"who": kept.who})
            return redirect("counter:home")
        except Refused as no:
            refuse(form, no)
    context: dict[str, Any] = {
        "form": form,
        "day": day,
        "today": counter.day,
        "is_full": not free,
        "wants": WANTS,
    }
    return page(request, "counter_screen/book.html", "", context, status=422 if form.errors else 200)


@require_POST
@needs(SERVE)
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    """He is here: a ticket."""
    kept = _appointment(request, pk)
    at = Counter(request).now
    return done(
        request,
        lambda: actions.receive_appointment(actor=signed_in(request), now=at, appointment=kept),
    )


@require_POST
@needs(SERVE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    kept, why = _appointment(request, pk), request.POST.get("why", "")[:100]
    at = Counter(request).now
    return done(
        request,
        lambda: actions.cancel_appointment(actor=signed_in(request), now=at, appointment=kept, why=why),
    )


@require_POST
@needs("phones.reveal")
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The full number in place of the masked one. That it was looked at is kept."""
    full = actions.reveal_number(
        actor=signed_in(request), now=Counter(request).now, appointment=_appointment(request, pk)
    )
    return HttpResponse(full, content_type="text/plain; charset=utf-8")


def _appointment(request: HttpRequest, pk: int) -> Appointment:
    return get_object_or_404(Appointment.objects.visible_to(signed_in(request)), pk=pk)
