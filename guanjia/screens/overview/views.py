"""The overview: numbers of now, indicators of a period, charts, and the lists behind them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from guanjia.directory.team.models import Department
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.screens.overview import cards, drawing, queries, running, tasks
from guanjia.screens.overview import records as behind
from guanjia.screens.overview.firings import FIRINGS
from guanjia.screens.overview.forms import FilterForm
from guanjia.screens.overview.orders import ORDERS, done_orders
from guanjia.work.figures.queries import open_groups, waiting_groups
from guanjia.work.figures.rules import tally

SEE = "overview.view"


@require_GET
@needs(SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Everything at a glance; each number opens its list."""
    now, form = time.now(), _filters(request)
    narrow, period = form.narrow, form.chosen_period
    groups = open_groups(request.user, narrow, now=now) + waiting_groups(request.user, narrow, now=now)
    figures = queries.figures_of(request.user, narrow, period, now=now, zone=timezone.get_current_timezone())
    current, month = tally(groups), figures.total
    context = {
        "form": form, "now": now, "period": period, "figures": figures, "month": month,
        "tiles": cards.tiles(current, narrow), "flow": cards.flow_tiles(month, narrow, period),
        "cards": cards.cards(month, narrow, period), "ages": cards.ages(current, narrow),
        "departments": cards.by_department(groups, narrow, dict(form.departments)),
        "handlers": cards.by_handler(groups, narrow),
        "estate_rows": drawing.estates(cards.by_estate(groups, figures, shell.estates(request), request.GET)),
        "flow_chart": drawing.flow(figures),
    }  # fmt: skip
    return page(request, "overview/overview.html", "numbers", context)


def _whole(request: HttpRequest) -> HttpResponse:
    """A part of the page opened by its own address: the page, with the same filters."""
    return redirect(f"{reverse('overview:overview')}?{request.GET.urlencode()}")


@require_GET
@needs(SEE)
def charts(request: HttpRequest) -> HttpResponse:
    """The charts that look at every case of the period; asked for after the page, kept by the browser for a minute."""
    if not request.headers.get("HX-Request"):
        return _whole(request)
    form = _filters(request)
    drawn = drawing.charts(
        request.user, form.narrow, form.chosen_period, now=time.now(), zone=timezone.get_current_timezone()
    )
    response = render(request, "overview/charts.html", {"charts": drawn})
    response["Cache-Control"] = "private, max-age=60"
    return response


@require_GET
@needs(SEE)
def quality(request: HttpRequest) -> HttpResponse:
    """The dearer indicators and the table of technicians; asked for after the page."""
    if not request.headers.get("HX-Request"):
        return _whole(request)
    form = _filters(request)
    narrow, period = form.narrow, form.chosen_period
    found = queries.quality_of(request.user, narrow, period, now=time.now())
    context = {
        "cards": cards.quality_cards(found, narrow, period), "period": period,
        "technicians": cards.technicians(found, narrow, period),
    }  # fmt: skip
    response = render(request, "overview/quality.html", context)
    response["Cache-Control"] = "private, max-age=60"
    return response


@require_GET
@needs(SEE)
def technicians(request: HttpRequest) -> HttpResponse:
    """The orders behind the table of technicians."""
    return ORDERS.respond(request, done_orders(request.user))


@require_GET
@needs(SEE)
def records(request: HttpRequest, code: str) -> HttpResponse:
    """What an indicator counted."""
    titles = cards.LABELS | cards.QUALITY
    if code not in titles:
        raise Http404
    rows = behind.rows_of(code, request.user, now=time.now())
    context = {"formula": cards.FORMULAS[code]}
    listing = behind.listing_of(code, titles[code])
    return listing.respond(request, rows, template="overview/records.html", context=context)


@require_GET
@needs(SEE)
def firings(request: HttpRequest) -> HttpResponse:
    """Every warning, breach and escalation that fired, and how the sweepers are."""
    sweepers, runs = running.sweeps()
    context = {"sweepers": sweepers, "runs": runs, "now": time.now()}
    return FIRINGS.respond(
        request, running.firings(request.user), template="overview/firings.html", context=context
    )


@require_GET
@needs("system.check")
def jobs(request: HttpRequest) -> HttpResponse:
    """What runs in the background: when it last ran, what it did, what failed."""
    context = {"tasks": tasks.rows(), "failed": tasks.failed_jobs(), "workers": running.workers()}
    return page(request, "overview/jobs.html", "jobs", context)


def _filters(request: HttpRequest) -> FilterForm:
    """The filters in the address; without an estate there, the one chosen in the frame."""
    said = request.GET.copy()
    said.setdefault("period", "month")
    if "estate" not in said and (estate := shell.chosen_estate_id(request)):
        said["estate"] = str(estate)
    departments = Department.objects.visible_to(request.user).labelled()
    return FilterForm(
        said, estates=shell.estates(request), departments=departments, local=timezone.localtime(time.now())
    )
