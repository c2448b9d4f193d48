"""Customer data on a watermarked sheet: asked for by a press of a button, logged each time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guanjia.engine.ui.guards import needs, signed_in
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.registers.disclosures.actions import note_look
from guanjia.registers.disclosures.models import Disclosure
from guanjia.screens.disclosures import queries


@require_POST
@needs("phones.reveal")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What was granted, to print; not once it has ended."""
    actor, at = signed_in(request), now()
    granted = get_object_or_404(Disclosure.objects.visible_to(actor).select_related("estate__company"), pk=pk)
    people = queries.people_of(granted, actor=actor, on=timezone.localdate(at))
    try:
        note_look(
            disclosure=granted, actor=actor, now=at, today=timezone.localdate(at),
            of={one.customer.pk: one.customer for one in people}.values(),
        )  # fmt: skip
    except Refused as no:
        messages.error(request, str(no))
        return redirect("registers:list", "disclosures")
    return render(
        request, "disclosures_screen/sheet.html", queries.drawn(granted, people, actor=actor, now=at)
    )
