"""Overview of calendars and policies, and how the sweeping goes."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from guanjia.engine.clock import queries, shipped
from guanjia.engine.clock.actions import ensure_shipped, migrate_open_clocks
from guanjia.engine.clock.migration import Aim
from guanjia.engine.clock.models import Calendar, ClockMigration, ClockPolicy
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.time import now

EDIT = "calendars.edit"


@needs(EDIT)
def listing(request: HttpRequest) -> HttpResponse:
    calendars = Calendar.objects.visible_to(request.user).select_related("current__by", "estate")
    if len(calendars) < len(shipped.CALENDARS):
        ensure_shipped(company_id=request.user.company_id, now=now())
        calendars = calendars.all()
    policies = ClockPolicy.objects.visible_to(request.user).select_related("current__by", "estate")
    migrations = ClockMigration.objects.visible_to(request.user).select_related(
        "policy_version__clock_policy", "calendar_version__calendar", "by"
    )
    context = {
        "calendars": calendars, "policies": policies, "migrations": migrations.order_by("-started_at")[:5]
    }  # fmt: skip
    return page(request, "clocks/list.html", "migrations", context)


@needs("overview.view")
def watch(request: HttpRequest) -> HttpResponse:
    moment = now()
    state = queries.sweep_state(actor=request.user, now=moment)
    days = int(request.GET.get("days", "30")) if request.GET.get("days", "30").isdigit() else 30
    paused = queries.paused_time(
        actor=request.user, since=moment - timedelta(days=min(days, 366)), until=moment
    )
    return page(request, "clocks/watch.html", "state", {"state": state, "paused": paused, "days": days})


def migration(request: HttpRequest, aim: Aim, *, name: str, back: str) -> HttpResponse:
    """Show what the newest version would mean for open clocks; on POST begin."""
    if request.method == "POST":
        migrate_open_clocks(actor=request.user, now=now(), policy=aim.policy, calendar=aim.calendar)
        return HttpResponse(status=302, headers={"Location": back})
    preview = queries.preview_migration(aim, actor=request.user, now=now())
    return page(request, "clocks/migration.html", "", {"preview": preview, "name": name, "back": back})
