"""Billing runs: begun, watched, looked through, published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.billing.forms import RunForm
from guanjia.screens.billing.lists import LINES
from guanjia.screens.billing.views._shared import estate_of, then
from guanjia.work.billing import actions, queries
from guanjia.work.billing.models import BillingRun
from guanjia.work.billing.running import is_held
from guanjia.work.billing.wording import BY_RULE, REASONS

SHOWN = 50
VERBS: dict[str, Callable[..., Any]] = {
    "publication": actions.publish_run,
    "recalculation": actions.recalculate_run,
    "cancellation": actions.cancel_run,
    "again": actions.begin_again,
}


@needs("billing.run")
def listing(request: HttpRequest) -> HttpResponse:
    rows = queries.runs_of(request.user)
    if chosen := shell.chosen_estate_id(request):
        rows = rows.filter(estate=chosen)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SHOWN + 1])
    fees = queries.fees_of(found[:SHOWN], request.user)
    runs = [(run, fees[run.pk]) for run in found[:SHOWN]]
    context = {"runs": runs, "more": found[SHOWN - 1].pk if len(found) > SHOWN else None}
    return page(request, "billing/runs.html", "", context)


@needs("billing.run")
def new(request: HttpRequest) -> HttpResponse:
    """One run for each estate that was ticked."""
    initial = {"estates": [estate_of(request)], "start": f"{now():%Y-%m}"}
    form = RunForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            runs = _start(request, **form.cleaned_data)
            return redirect("billing:run", runs[0].pk) if len(runs) == 1 else redirect("billing:runs")
        except Refused as no:
            refuse(form, no)
    return page(
        request, "billing/form.html", "", {"form": form, "title": _("新的出账"), "verb": _("开始计算")}
    )


def _start(request: HttpRequest, *, estates: Any, tariffs: Any, **window: Any) -> list[BillingRun]:
    key = request.POST.get("key", "")
    return [
        actions.start_run(
            actor=request.user, now=now(), estate=one, key=f"{key}-{one.pk}" if key else "",
            tariffs=[each for each in tariffs if each.estate_id in (None, one.pk)], **window,
        )
        for one in estates
    ]  # fmt: skip


def _run(request: HttpRequest, pk: int) -> BillingRun:
    return get_object_or_404(queries.runs_of(request.user), pk=pk)


@needs("billing.run")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    context: dict[str, Any] = {"run": found, "stuck": _is_stuck(found)}
    if not found.is_working:
        fees = queries.preview_of(found)
        context |= {"fees": [(fee, _reasons(fee)) for fee in fees], "total": found.totals}
    return page(request, "billing/run.html", "", context)


def _reasons(fee: queries.FeeTotals) -> list[dict[str, Any]]:
    """The most frequent first; what the fee is not for at the end."""
    rows = sorted(fee.reasons.items(), key=lambda pair: (pair[0] in BY_RULE, -pair[1]))
    return [
        {"code": code, "words": REASONS[code][0], "todo": REASONS[code][1], "count": count}
        for code, count in rows
        if code in REASONS
    ]


def _is_stuck(run: BillingRun) -> bool:
    """At work for a while, and nobody at it: its worker has died."""
    return run.is_working and (now() - run.at).total_seconds() > 60 and not is_held(run)


@needs("billing.run")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    response = page(request, "billing/run.html", "progress", {"run": found, "stuck": _is_stuck(found)})
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@needs("billing.run")
def lines(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = _run(request, pk)
    rows = queries.lines_of(found, request.user)
    return LINES.respond(request, rows, template="billing/lines.html", context={"run": found})


@require_POST
@needs("billing.run")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    found = _run(request, pk)
    if verb == "publication" and request.POST.get("sure") != "yes":
        messages.error(request, _("请先勾选“我已核对”，再发布"))
        return redirect("billing:run", pk)
    return then(request, "", lambda: VERBS[verb](actor=request.user, now=now(), run=found), "billing:run", pk)
