"""The guard's page: a number is typed or scanned, and the answer is seen from two metres."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.registers.passes.actions import happened_at, let_in, let_out
from guanjia.registers.passes.models import WorkerPass
from guanjia.registers.passes.queries import inside_now
from guanjia.screens.gate import queries
from guanjia.screens.gate.words import for_scripts
from guanjia.screens.phone.commands import moment, refusal
from guanjia.work.cases.actions import complete_step
from guanjia.work.cases.models import Case

SCAN = "gate.scan"


@require_GET
@needs(SCAN)
def home(request: HttpRequest) -> HttpResponse:
    """Valid or not, for the number asked; below it who is inside and what the guard has to do."""
    number, part = request.GET.get("q", "")[:200], "now"
    context: dict[str, Any] = {"number": number, "now": now(), "words": for_scripts()}
    if "q" in request.GET:
        part, context["found"] = "answers", queries.looked_up(number, actor=signed_in(request), now=now())
    if part == "now" or not request.headers.get("HX-Request"):
        context |= _now(request)
    response = page(request, "gate/gate.html", part, context)
    if number:
        response["Cache-Control"] = "no-store"
    return response


@require_GET
@needs(SCAN)
def listed(request: HttpRequest) -> JsonResponse:
    """Today's passes for the time without a network."""
    guard, at = signed_in(request), now()
    rows = [one.row() for one in queries.todays(guard, now=at)]
    return JsonResponse(
        {"at": at.isoformat(), "rows": rows, "frozen": queries.frozen_cards(guard)},
        headers={"Cache-Control": "no-store"},
    )


@require_POST
@needs(SCAN)
def out(request: HttpRequest) -> JsonResponse:
    """The things of a pass left the gate, with a photo; from the queue of the phone."""
    said, guard = request.POST, signed_in(request)
    releases = Case.objects.visible_to(guard).filter(procedure=queries.RELEASE)
    case = get_object_or_404(releases, number=said.get("number", "")[:30])
    try:
        complete_step(
            actor=guard, now=happened_at(moment(said.get("done_at", "")), now=now()), case=case, step="gate",
            answers={"items_ok": said.get("items_ok"), "plate": said.get("plate", "")[:20]},
            uploads=[("out_photo", photo) for photo in request.FILES.getlist("out_photo")],
            key=said.get("key", "")[:80],
        )  # fmt: skip
    except Refused as no:
        return refusal(no)
    return JsonResponse({"text": _("%(number)s 已放行") % {"number": case.number}})


@require_POST
@needs(SCAN)
def move(request: HttpRequest) -> JsonResponse:
    """The person of a pass came in or went out; from the queue of the phone."""
    said, guard = request.POST, signed_in(request)
    pk = said.get("pass", "")
    passes = WorkerPass.objects.visible_to(guard)
    one = get_object_or_404(passes, pk=int(pk[:18]) if pk.isdecimal() else 0)
    command, text = (
        (let_out, _("%(who)s 已出门")) if said.get("way") == "out" else (let_in, _("%(who)s 已进门"))
    )
    try:
        command(
            actor=guard, now=now(), worker_pass=one, at=moment(said.get("done_at", "")),
            key=said.get("key", "")[:80],
        )  # fmt: skip
    except Refused as no:
        return refusal(no)
    return JsonResponse({"text": text % {"who": one.name}})


def _now(request: HttpRequest) -> dict[str, Any]:
    """Who is inside, and the open steps of the guard's own post."""
    guard, at = signed_in(request), now()
    inside = [(stay, stay.worker_pass.state(localdate(at)) == "valid") for stay in inside_now(guard)]
    return {"inside": inside, "steps": list(queries.own_steps(guard))}
