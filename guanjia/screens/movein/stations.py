"""On the day, on tablets: who comes when, who waits where, the step of this station, and the leader's board."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.access.actor import may
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused, Stale
from guanjia.kernel.time import now
from guanjia.screens.movein.forms import StationForm
from guanjia.screens.movein.views import BOOK, VIEW, batch_of, home_of
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.forms import refuse
from guanjia.work.ledger.models import Charge
from guanjia.work.movein import actions, queries
from guanjia.work.movein.models import Batch, Home, Station

ICONS = {"verify": "id", "sign": "writing-sign", "finance": "cash", "inspect": "home-search", "keys": "key"}


@require_GET
@needs(VIEW)
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of the day, and anybody who is looked for."""
    batch, moment, person = batch_of(request, pk), now(), signed_in(request)
    chosen, typed = _day(request, batch, moment), request.GET.get("q", "").strip()[:60]
    rows = queries.rows_of_day(person, batch, chosen, now=moment)
    if typed:
        rows = queries.rows_for(person, queries.sought(person, batch, typed)[:30], now=moment)
    context = {
        "rows": rows, "day": chosen, "q": typed, "may_welcome": may(person, BOOK),
        "before": chosen - timedelta(days=1) if chosen > batch.starts_on else None,
        "after": chosen + timedelta(days=1) if chosen < batch.ends_on else None,
    }  # fmt: skip
    return page(request, "movein/day.html", "live", context | _frame(request, batch, "day"))


@require_GET
@needs(VIEW)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """For the leader: how full each station is, how long they wait, who is late."""
    batch, moment, person = batch_of(request, pk), now(), signed_in(request)
    chosen = _day(request, batch, moment)
    rows = queries.rows_of_day(person, batch, chosen, now=moment)
    states = [row.state for row in rows]
    context = {
        "day": chosen, "loads": queries.loads(person, batch, rows, chosen), "progress": queries.progress(person, batch),
        "late": [row for row in rows if row.state == "late"], "slow": queries.slow(rows, now=moment),
        "booked": sum(row.home.slot_id is not None for row in rows), "done": states.count("done"),
        "came": states.count("here") + states.count("done"),
    }  # fmt: skip
    return page(request, "movein/board.html", "live", context | _frame(request, batch, "board"))


@require_GET
@needs(VIEW)
def station(request: HttpRequest, pk: int, station: str) -> HttpResponse:
    return _waiting(request, batch_of(request, pk), _station(station))


@require_POST
@needs(VIEW)
@needs(BOOK)
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner is at the door: his case is opened and he waits at the first station."""
    found = home_of(request, pk)
    try:
        key = request.POST.get("key", "")[:80]
        actions.welcome_home(actor=signed_in(request), now=now(), home=found, key=key)
        messages.success(request, _("%(home)s已到场，请到%(station)s。") % _next(found, Station.VERIFY))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("movein:day", found.batch_id)


@require_POST
@needs(VIEW)
def call(request: HttpRequest, pk: int, station: str) -> HttpResponse:
    """This tablet serves the home now, or takes it over from a colleague."""
    found, at, over = home_of(request, pk), _station(station), "take_over" in request.POST
    try:
        actions.call_home(actor=signed_in(request), now=now(), home=found, station=at, take_over=over)
    except Stale as no:
        return _waiting(request, found.batch, at, said=str(no), status=409)
    return redirect("movein:serve", pk, at.value)


@needs(VIEW)
def serve(request: HttpRequest, pk: int, station: str) -> HttpResponse:
    """The step of this station for one home, filled in on the tablet and signed on it."""
    found, at, person = home_of(request, pk), _station(station), signed_in(request)
    (row,) = queries.rows_for(person, [found], now=now())
    if request.method == "GET" and row.station != at:
        said = _("%(home)s现在不在这一站") % {"home": found}
        return _waiting(request, found.batch, at, said=said)
    if found.case is None:
        raise Http404
    spec, first = procedure_of(found.case).steps[at], _first(found, person.pk)
    form = StationForm(
        spec, request.POST or None, request.FILES or None, case=found.case, actor=person, initial=first
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _served(request, found, at, form)
        except Stale as no:
            return _waiting(request, found.batch, at, said=str(no), status=409)
        except Refused as no:
            refuse(form, no)
    context = {
        "home": found, "row": row, "step": spec, "form": form, "owed": _owed(request, found, at),
        "other": row.call.by if row.call and row.call.by_id != person.pk else None,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return page(request, "movein/serve.html", "", context | _frame(request, found.batch, at), status=status)


def _served(request: HttpRequest, found: Home, at: Station, form: StationForm) -> HttpResponse:
    """Done here: the owner is told where to go next, the tablet shows who waits."""
    actions.serve_home(
        actor=signed_in(request), now=now(), home=found, station=at, answers=form.answers, uploads=form.uploads,
        key=request.POST.get("key", "")[:80],
    )  # fmt: skip
    (row,) = queries.rows_for(signed_in(request), [home_of(request, found.pk)], now=now())
    if row.station in Station.values:
        said = _("%(home)s已办完，请到%(station)s。") % _next(found, Station(row.station))
    elif row.state == "done":
        said = _("%(home)s已全部办完，恭喜入住。") % {"home": found}
    else:
        said = _("%(home)s等经理审批，请稍候。") % {"home": found}
    messages.success(request, said)
    return redirect("movein:station", found.batch_id, at.value)


def _waiting(
    request: HttpRequest, batch: Batch, at: Station, *, said: str = "", status: int = 200
) -> HttpResponse:
    rows = queries.at_station(signed_in(request), batch, at, now=now())
    me = signed_in(request).pk
    context = {"rows": rows, "station": at, "place": batch.places.get(at, ""), "said": said, "me": me}
    return page(request, "movein/station.html", "live", context | _frame(request, batch, at), status=status)


def _frame(request: HttpRequest, batch: Batch, here: str) -> dict[str, Any]:
    """What every page of the day shows: the stations with how many stand there."""
    counts = queries.open_at(signed_in(request), batch)
    tabs = [(one, ICONS[one], counts.get(one, 0)) for one in Station]
    return {"batch": batch, "tabs": tabs, "here": here, "moment": now()}


def _station(code: str) -> Station:
    if code not in Station.values:
        raise Http404
    return Station(code)


def _day(request: HttpRequest, batch: Batch, moment: datetime) -> date:
    """The day asked for, or today, or the day of the batch nearest to it."""
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    return min(max(asked or queries.today_of(batch, moment), batch.starts_on), batch.ends_on)


def _next(home: Home, at: Station) -> dict[str, Any]:
    place = home.batch.places.get(at, "")
    return {"home": home, "station": f"{at.label}（{place}）" if place else at.label}


def _first(home: Home, me: int) -> dict[str, Any]:
    """What nobody should have to type."""
    return {"inspector": me, "archive_on": queries.today_of(home.batch, now())}


def _owed(request: HttpRequest, home: Home, at: Station) -> list[Charge]:
    """At the till: what the books say is not paid."""
    if at != Station.FINANCE or not may(signed_in(request), "money.view"):
        return []
    return list(Charge.objects.visible_to(signed_in(request)).open().filter(unit=home.unit_id)[:20])
