"""Overview of calendars and policies, and how the sweeping goes."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.engine.clock import queries, shipped
from guanjia.engine.clock.actions import ensure_shipped, migrate_open_clocks, withdraw_standard
from guanjia.engine.clock.migration import Aim
from guanjia.engine.clock.models import Calendar, ClockMigration, ClockPolicy
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.time import now
from guanjia.screens.clocks.forms import PlaceForm
from guanjia.screens.clocks.queries import rows
from guanjia.screens.parameters.places import place_at, places_of

EDIT = "calendars.edit"


@needs(EDIT)
def listing(request: HttpRequest) -> HttpResponse:
    places = places_of(request.user)
    place = place_at(places, request.GET["at"]) if request.GET.get("at") else None
    calendars = rows(Calendar, actor=request.user, place=place)
    if sum(row.standard.level == "company" for row in calendars) < len(shipped.CALENDARS) and not place:
        ensure_shipped(company_id=request.user.company_id, now=now())
        calendars = rows(Calendar, actor=request.user, place=place)
    policies = rows(ClockPolicy, actor=request.user, place=place)
    migrations = ClockMigration.objects.visible_to(request.user).select_related(
        "policy_version__clock_policy", "calendar_version__calendar", "by"
    )
    context = {
        "calendars": calendars, "policies": policies, "places": places, "place": place,
        "migrations": migrations.order_by("-started_at")[:5],
    }  # fmt: skip
    return page(request, "clocks/list.html", "migrations", context)


@needs("overview.view")
def watch(request: HttpRequest) -> HttpResponse:
    moment = now()
    state = queries.sweep_state(actor=request.user, now=moment)
    days = int(request.GET.get("days", "30")) if request.GET.get("days", "30").isdecimal() else 30
    paused = queries.paused_time(
        actor=request.user, since=moment - timedelta(days=min(days, 366)), until=moment
    )
    return page(request, "clocks/watch.html", "state", {"state": state, "paused": paused, "days": days})


def place_form(request: HttpRequest) -> PlaceForm:
    """The form of something new, filled in as far as the address says what shall be set where."""
    asked = {name: request.GET.get(name, "") for name in ("code", "name", "at")}
    return PlaceForm(request.POST or None, places=places_of(request.user), initial=asked)


@require_POST
@needs(EDIT)
def withdraw(request: HttpRequest, pk: int, kind: type[Calendar] | type[ClockPolicy]) -> HttpResponse:
    """Here too what is above counts again."""
    standard = get_object_or_404(kind.objects.visible_to(request.user), pk=pk, current__isnull=False)
    withdraw_standard(actor=request.user, now=now(), standard=standard)
    messages.success(request, _("已改为沿用上级；计时中的事项要套用上级的版本后才改变"))
    return redirect("clocks:list")


def migration(request: HttpRequest, aim: Aim, *, name: str, back: str) -> HttpResponse:
    """Show what the newest version would mean for open clocks; on POST begin."""
    if request.method == "POST":
        migrate_open_clocks(actor=request.user, now=now(), policy=aim.policy, calendar=aim.calendar)
        return HttpResponse(status=302, headers={"Location": back})
    preview = queries.preview_migration(aim, actor=request.user, now=now())
    context = {
        "preview": preview, "name": name, "back": back, "standard": aim.standard,
        "is_mine": aim.standard.may_be_changed_by(request.user),
    }  # fmt: skip
    return page(request, "clocks/migration.html", "", context)
