"""Asking for leave or for another shift, by anybody and from any screen; and how far one's requests have got."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanjia.engine.sop import latest
from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.work.cases.actions import register_case
from guanjia.work.cases.forms import IntakeForm
from guanjia.work.cases.models import Case, Channel, Step

CODES = ("leave", "shift_swap")
SHOWN = 10


@require_http_methods(["GET", "POST"])
@needs("duty.ask")
def ask(request: HttpRequest, code: str = "leave") -> HttpResponse:
    """The request's form, and my last requests with where they stand."""
    estate = _estate(request)
    if code not in CODES or estate is None:
        raise Http404
    procedure, actor = latest(code), signed_in(request)
    first = {"who": actor.pk}
    form = IntakeForm(
        procedure,
        request.POST if request.method == "POST" else None,
        actor=actor,
        estate_id=estate.pk,
        initial=first,
    )
    if request.method == "POST" and form.is_valid():
        try:
            case = register_case(
                actor=actor, now=now(), estate=estate, procedure=code, words=form.answers["reason"],
                title=_(procedure.label), channel=Channel.STAFF, answers=form.answers,
                key=request.POST.get("key", "")[:80],
            )  # fmt: skip
            messages.success(request, _("已提交，单号 %(number)s，批准后会通知您") % {"number": case.number})
            return redirect(request.path)
        except Refused as no:
            refuse(form, no)
    context = {"form": form, "procedure": procedure, "code": code, "key": uuid4(), "mine": _mine(actor)}
    return page(request, "duty/ask.html", "", context, status=422 if form.errors else 200)


def _mine(actor: Any) -> list[dict[str, Any]]:
    """My last requests, each with the step that it waits at. Two statements."""
    cases = list(
        Case.objects.visible_to(actor)
        .filter(procedure__in=CODES, first_owner_id=actor.pk)
        .order_by("-pk")[:SHOWN]
    )
    waits = Step.objects.visible_to(actor).filter(case__in=cases, done_at=None, cancelled_at=None)
    at = {step.case_id: step.code for step in waits}
    return [{"case": case, "state": _state(case, at.get(case.pk, ""))} for case in cases]


def _state(case: Case, code: str) -> str:
    steps = latest(case.procedure).steps
    if code in steps:
        return _("等待“%(step)s”") % {"step": _(steps[code].label)}
    return _("已批准") if case.answers.get("approved") is True else _("未批准")


def _estate(request: HttpRequest) -> Any:
    mine, chosen = shell.estates(request), shell.chosen_estate_id(request)
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)
