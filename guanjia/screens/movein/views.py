"""Before the day: batches, the homes they invite, and their half hours."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.access.actor import may
from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.movein.forms import BatchForm, ChannelForm
from guanjia.screens.movein.lists import BATCHES, HOMES, by_day
from guanjia.work.movein import actions, queries
from guanjia.work.movein.models import Batch, Home, Slot

VIEW, BOOK, LEAD = "cases.view", "cases.register", "cases.supervise"


@needs(VIEW)
def listing(request: HttpRequest) -> Any:
    rows = queries.with_counts(Batch.objects.visible_to(signed_in(request)))
    context = {"may_open": may(signed_in(request), LEAD)}
    return BATCHES.respond(request, rows, template="movein/list.html", context=context)


@needs(LEAD)
def new(request: HttpRequest) -> HttpResponse:
    """Days, buildings and half hours of a batch."""
    person = signed_in(request)
    form = BatchForm(request.POST or None, actor=person, estate_id=shell.chosen_estate_id(request))
    if request.method == "POST" and form.is_valid():
        try:
            key = request.POST.get("key", "")[:80]
            made = actions.open_batch(actor=person, now=now(), key=key, **form.said)
            return redirect("movein:homes", made.pk)
        except Refused as no:
            refuse(form, no)
    return page(request, "movein/new.html", "", {"form": form}, status=422 if form.errors else 200)


@needs(VIEW)
def homes(request: HttpRequest, pk: int) -> Any:
    """All homes of a batch, to be called and booked."""
    batch = batch_of(request, pk)
    rows = queries.homes_of(signed_in(request), batch)
    return HOMES.respond(request, rows, template="movein/homes.html", context={"batch": batch})


@require_GET
@needs(VIEW)
def home(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, home_of(request, pk))


@require_POST
@needs(VIEW)
@needs(BOOK)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """A half hour for the home, or another one than it had."""
    found, form = home_of(request, pk), ChannelForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, said=_("请选择时段"), status=422)
    told = form.cleaned_data
    slot = get_object_or_404(Slot.objects.visible_to(signed_in(request)), pk=told["slot"])
    try:
        actions.book_slot(
            actor=signed_in(request), now=now(), home=found, slot=slot, seen=told["seen"], channel=told["channel"]
        )  # fmt: skip
    except Refused as no:
        return _shown(request, home_of(request, pk), said=str(no), status=409)
    messages.success(request, _("已预约。"))
    return redirect("movein:home", pk)


@require_POST
@needs(VIEW)
@needs(BOOK)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.cancel_booking(actor=signed_in(request), now=now(), home=home_of(request, pk))
        messages.success(request, _("预约已取消。"))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("movein:home", pk)


def batch_of(request: HttpRequest, pk: int) -> Batch:
    rows = Batch.objects.visible_to(signed_in(request)).select_related("estate")
    return get_object_or_404(rows, pk=pk)


def home_of(request: HttpRequest, pk: int) -> Home:
    """An invited home with its batch, slot, case and owners."""
    rows = Home.objects.visible_to(signed_in(request)).filter(withdrawn_at=None)
    rows = rows.select_related("unit__building", "batch__estate", "slot", "case").prefetch_related(
        queries.OWNERS
    )
    return get_object_or_404(rows, pk=pk)


def _shown(request: HttpRequest, found: Home, *, said: str = "", status: int = 200) -> HttpResponse:
    person, moment = signed_in(request), now()
    (row,) = queries.rows_for(person, [found], now=moment)
    begin, _end = queries.day_bounds(found.batch, queries.today_of(found.batch, moment))
    slots = queries.slots_for(person, found).filter(begins_at__gte=begin)
    context = {
        "home": found, "row": row, "batch": found.batch, "said": said, "days": by_day(slots, now=moment),
        "form": ChannelForm(initial={"channel": "phone"}), "may_book": may(person, BOOK) and found.case is None,
    }  # fmt: skip
    return page(request, "movein/home.html", "", context, status=status)
