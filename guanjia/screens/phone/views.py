"""The technician's pages and what his phone sends."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from guanjia.engine.access import require
from guanjia.engine.access.actor import may
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.phone import queries
from guanjia.screens.phone.commands import VERBS, carry_out, refusal
from guanjia.screens.phone.words import for_scripts
from guanjia.work.dispatch.actions import reveal_number
from guanjia.work.dispatch.models import OrderPause, OrderPhoto, Refusal, WorkOrder
from guanjia.work.dispatch.queries import load_of, prices_for


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """My orders; who has no field work is sent to his zone, and a guard to his report."""
    if not may(request.user, "orders.work"):
        return redirect("phone:zone" if may(request.user, "cases.view") else "phone:report")
    return page(
        request,
        "phone/home.html",
        "orders",
        {"orders": queries.my_orders(request.user), "words": for_scripts()},
    )


@login_required
def pool(request: HttpRequest) -> HttpResponse:
    require(request.user, "orders.work")
    context = {
        "orders": queries.pooled(request.user),
        "load": load_of(request.user),
        "words": for_scripts(),
    }
    return page(request, "phone/pool.html", "orders", context)


@login_required
def done(request: HttpRequest) -> HttpResponse:
    require(request.user, "orders.work")
    context = {"orders": queries.done_lately(request.user), "words": for_scripts()}
    return page(request, "phone/done.html", "", context)


@login_required
def order(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "cases.view")
    found = get_object_or_404(WorkOrder.objects.visible_to(request.user).with_place(), pk=pk)
    context = {
        "sheet": queries.sheet_of(found, actor=request.user, now=now()),
        "order": found,
        "prices": prices_for(found.estate_id, actor=request.user),
        "targets": queries.transfer_targets(found, actor=request.user),
        "refusals": Refusal.Reason.choices,
        "pauses": OrderPause.Reason.choices,
        "words": for_scripts(),
    }
    return page(request, "phone/order.html", "", context)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One command of the queue. 200 done (now or before), 409 refused with the reason for the person to read."""
    if verb not in VERBS:
        raise Http404
    found = get_object_or_404(WorkOrder.objects.visible_to(request.user), pk=pk)
    try:
        changed = carry_out(request, found, verb, now=now())
    except Refused as no:
        return refusal(no)
    return JsonResponse({"state": changed.state, "version": changed.version})


@login_required
@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(WorkOrder.objects.visible_to(request.user), pk=pk)
    try:
        return JsonResponse({"number": reveal_number(order=found, actor=request.user, now=now())})
    except Refused as no:
        return refusal(no)


@login_required
def photo(request: HttpRequest, pk: int) -> FileResponse:
    require(request.user, "cases.view")
    found = get_object_or_404(OrderPhoto.objects.visible_to(request.user).select_related("attachment"), pk=pk)
    kept = found.attachment
    return FileResponse(
        kept.file.open("rb"), content_type=kept.content_type, headers={"Cache-Control": "private"}
    )


def offline(request: HttpRequest) -> HttpResponse:
    """Shown by the service worker for a page that the phone has not kept."""
    return render(request, "phone/offline.html", {"words": for_scripts()})


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the pages for the pocket: those under `/m/` and, with a scope of its own, the gate."""
    response = render(request, "phone/sw.js", content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


def manifest(request: HttpRequest) -> JsonResponse:
    return JsonResponse({
        "name": _("管家 · 师傅端"), "short_name": pgettext("product", "管家"), "start_url": "/m/", "scope": "/m/",
        "display": "standalone", "background_color": "#f5f6f8", "theme_color": "#17334a",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }, content_type="application/manifest+json")  # fmt: skip
