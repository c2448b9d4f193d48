"""Reading meters from the pocket: find one by its number, its code or the room; or walk a building."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.meters import queries
from guanjia.screens.meters.views import READ
from guanjia.screens.phone.commands import moment, refusal
from guanjia.screens.phone.words import for_scripts
from guanjia.work.meters.actions import take_reading
from guanjia.work.meters.models import Meter


@require_GET
@needs(READ)
def home(request: HttpRequest) -> HttpResponse:
    """The round of a building, or what was searched."""
    chosen = queries.round_of(request, now())
    wanted = request.GET.get("q", "").strip()[:40]
    context = {
        "chosen": chosen, "wanted": wanted, "rows": queries.found_on_the_phone(request.user, chosen, wanted),
        "buildings": queries.buildings_of(chosen, request.user), "kinds": Meter.Kind.choices, "words": for_scripts(),
    }  # fmt: skip
    return page(request, "meters_screen/phone.html", "", context)


@require_POST
@needs(READ)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """A reading from the queue of the phone, dated the day it was read. 200 kept (now or before), 409 refused."""
    meter = get_object_or_404(
        Meter.objects.visible_to(request.user).filter(retired_at=None).with_place(), pk=pk
    )
    said = request.POST
    at = min(moment(said.get("done_at", "")) or now(), now())
    try:
        made = take_reading(
            actor=request.user, now=now(), meter=meter, on=at.astimezone(ZoneInfo(meter.estate.time_zone)).date(),
            value=said.get("value", ""), photo=request.FILES.get("photo"), key=said.get("key", "")[:80],
        )  # fmt: skip
    except Refused as no:
        return refusal(no)
    used = f"{made.used.normalize():f} {meter.measure}"
    text = _("%(doubt)s，主管会核实") % {"doubt": made.get_doubt_display()} if made.doubt else used
    return JsonResponse({"text": text, "doubt": bool(made.doubt)})
