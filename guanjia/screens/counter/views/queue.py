"""The front desk: who waits, who is at the window, what can be done for him."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Unit
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.counter.asks import answers
from guanjia.screens.counter.forms import WANTS, TakeForm
from guanjia.screens.counter.watch import WINDOW, Counter, estate_of
from guanjia.work.counter import actions, queries, rules
from guanjia.work.counter.models import Ticket

SERVE = "counter.serve"
PARTS = ("queue", "today")
LONGEST = 60


@require_GET
@needs(SERVE)
def home(request: HttpRequest) -> HttpResponse:
    """The whole desk, or the part that looks again by itself."""
    part = request.GET.get("part", "")
    context = {"counter": Counter(request), "wants": WANTS, "key": uuid4()}
    return page(request, "counter_screen/home.html", part if part in PARTS else "", context)


@require_GET
@needs(SERVE)
def asks(request: HttpRequest) -> HttpResponse:
    """What was typed into the box: the drop-down. Without a word: what the one at the window may want."""
    typed, counter = request.GET.get("q", "").strip()[:LONGEST], Counter(request)
    found = answers(counter.actor, typed=typed, ticket=counter.mine, estate_id=counter.estate.pk)
    return render(request, "counter_screen/_asks.html", {"found": found, "typed": typed})


@require_POST
@needs(SERVE)
def take(request: HttpRequest) -> HttpResponse:
    """A number for a walk-in, printed at once when asked."""
    form, estate = TakeForm(request.POST), estate_of(request)
    if not form.is_valid():
        return redirect("counter:home")
    person = form.person(actor=signed_in(request), estate=estate)
    try:
        said = {"what": form.cleaned_data["what"], "key": form.cleaned_data["key"]}
        ticket = actions.take_ticket(actor=signed_in(request), now=now(), estate=estate, **said, **person)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("counter:home")
    if "print" in request.POST:
        return redirect("counter:paper", ticket.pk)
    messages.success(request, _("已取号 %(number)s") % {"number": ticket.label})
    return redirect("counter:home")


@require_POST
@needs(SERVE)
def call(request: HttpRequest) -> HttpResponse:
    """The next one comes to my window, which this browser remembers."""
    typed = request.POST.get("window", "")
    window = int(typed) if typed.isdecimal() and len(typed) < 4 else 1
    key = request.POST.get("key", "")[:80]

    def calling() -> Any:
        called = actions.call_next(
            actor=signed_in(request), now=now(), estate=estate_of(request), window=window, key=key
        )
        request.session[WINDOW] = window
        return called

    return done(request, calling)


@require_POST
@needs(SERVE)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.call_again)


@require_POST
@needs(SERVE)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.finish_ticket)


@require_POST
@needs(SERVE)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.leave_queue)


@require_POST
@needs(SERVE)
def who(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is at the window, as it was chosen in the box; what he may want is shown anew."""
    actor, ticket = signed_in(request), _ticket(request, pk)
    customer = _chosen(Customer.objects.visible_to(actor), request.POST.get("customer", ""))
    unit = _chosen(Unit.objects.visible_to(actor), request.POST.get("unit", ""))
    named = request.POST.get("caller_name", "")[:LONGEST]
    kept = actions.identify(actor=actor, now=now(), ticket=ticket, customer=customer, unit=unit, name=named)
    found = answers(actor, typed="", ticket=kept, estate_id=kept.estate_id)
    return render(request, "counter_screen/_asks.html", {"found": found, "typed": ""})


@require_GET
@needs(SERVE)
def board(request: HttpRequest) -> HttpResponse:
    """The screen of the waiting room: numbers and windows, no names."""
    counter = Counter(request)
    called = queries.called_lately(counter.actor, counter.estate.pk, day=counter.day)
    context = {"counter": counter, "called": called, "estates": shell.estates(request)}
    return page(request, "counter_screen/board.html", "numbers", context)


@require_GET
@needs(SERVE)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticket on the roll."""
    ticket = _ticket(request, pk)
    queue = queries.queue_of(signed_in(request), ticket.estate_id, day=ticket.day, now=now())
    before = next((place for place, one in enumerate(queue) if one.pk == ticket.pk), 0)
    context = {"ticket": ticket, "before": before, "size": "r80", "label": rules.label_of(ticket.number)}
    return render(request, "counter_screen/paper.html", context)


def done(request: HttpRequest, act: Callable[[], Any]) -> HttpResponse:
    """Do it and show the desk again, with the reason when it was refused."""
    try:
        act()
    except Refused as no:
        messages.error(request, str(no))
    return redirect("counter:home")


def _moved(request: HttpRequest, pk: int, verb: Callable[..., Any]) -> HttpResponse:
    ticket = _ticket(request, pk)
    return done(request, lambda: verb(actor=signed_in(request), now=now(), ticket=ticket))


def _ticket(request: HttpRequest, pk: int) -> Ticket:
    return get_object_or_404(Ticket.objects.visible_to(signed_in(request)).select_related("estate"), pk=pk)


def _chosen(rows: Any, typed: str) -> Any:
    return rows.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 19 else None
