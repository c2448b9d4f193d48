"""The call list, and what came of a call."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.directory.people.models import Phone
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.collection.forms import ContactForm
from guanjia.screens.collection.frame import estates_of, wanted_of, whom_of
from guanjia.screens.collection.views import debtor_page
from guanjia.work.collection.actions import record_contact, reveal_number
from guanjia.work.collection.debts import Wanted
from guanjia.work.collection.facts import to_call

WORK = "collection.work"


@require_GET
@needs(WORK)
def calls(request: HttpRequest) -> HttpResponse:
    """Whom to call now; a butler sees his own zone first of all."""
    context = {"here": "calls", "debtors": to_call(_mine(request)), "mine": _is_mine(request)}
    return page(request, "collection/calls.html", "list", context)


def _is_mine(request: HttpRequest) -> bool:
    asked = request.GET.get("mine")
    return asked == "1" if asked else "role.butler" in request.user.permissions


def _mine(request: HttpRequest) -> Wanted:
    wanted = wanted_of(request, estates_of(request), time.now())
    return Wanted(**{**vars(wanted), "butler": request.user.pk}) if _is_mine(request) else wanted


@require_POST
@needs(WORK)
def contact(request: HttpRequest, unit: int, customer: int) -> HttpResponse:
    """Write the call down, and go on to the next on the list."""
    whom, form = whom_of(request, unit, customer), ContactForm(request.POST)
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            key = request.POST.get("key", "")[:80]
            made = record_contact(actor=request.user, now=time.now(), whom=whom, key=key, **said)
            told = (
                _("已记录。投诉事项 %(number)s") % {"number": made.case.number} if made.case else _("已记录")
            )
            messages.success(request, told)
            return redirect("collection_pages:calls")
        except Refused as no:
            refuse(form, no)
    return debtor_page(request, unit, customer, form, status=422)


@require_POST
@needs(WORK)
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The full number; the look is recorded."""
    one = get_object_or_404(Phone.objects.visible_to(request.user), pk=pk)
    found = reveal_number(
        actor=request.user, now=time.now(), phone=one, place=request.POST.get("place", "")[:40]
    )
    return render(request, "collection/number.html", {"number": found})
