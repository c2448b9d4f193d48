"""The guard's page: a number is typed or scanned, and the answer is seen from two metres."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.gate import queries
from guanjia.work.cases.actions import complete_step
from guanjia.work.cases.models import Case

SCAN = "gate.scan"


@require_GET
@needs(SCAN)
def home(request: HttpRequest) -> HttpResponse:
    """Valid or not, for the number asked."""
    return _shown(request, request.GET.get("q", "")[:200])


@require_POST
@needs(SCAN)
def out(request: HttpRequest) -> HttpResponse:
    """The things of a pass leave the gate, with a photo."""
    cases = Case.objects.visible_to(signed_in(request)).filter(procedure="item_release")
    said = request.POST
    case = get_object_or_404(cases, number=said.get("number", "")[:30])
    try:
        complete_step(
            actor=signed_in(request), now=now(), case=case, step="gate", key=said.get("key", "")[:80],
            answers={"items_ok": said.get("items_ok"), "plate": said.get("plate", "")[:20]},
            uploads=[("out_photo", photo) for photo in request.FILES.getlist("out_photo")],
        )  # fmt: skip
    except Refused as no:
        return _shown(request, case.number, said=str(no), status=409)
    return redirect(f"{reverse('gate:home')}?{urlencode({'q': case.number})}")


def _shown(request: HttpRequest, number: str, *, said: str = "", status: int = 200) -> HttpResponse:
    found = queries.looked_up(number, actor=signed_in(request), now=now())
    context = {
        "number": number,
        "found": found,
        "said": said,
        "heading": _("门岗核验"),
        "stamp": now().timestamp(),
    }
    return page(request, "gate/gate.html", "", context, status=status)
