"""The case: its list, its record page, and everything that can be done there."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.access.actor import may
from guanjia.engine.clock.shipped import label_of
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.cases.forms import ACTS, MessageForm
from guanjia.screens.cases.lists import CASES
from guanjia.screens.cases.queries import case_for, case_to_show, record_of
from guanjia.work.cases import actions, clocks
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.forms import StepForm, refuse
from guanjia.work.cases.models import Attachment, Case
from guanjia.work.cases.panels import panels_of
from guanjia.work.dispatch.queries import prices_for

VIEW = "cases.view"


@require_GET
@needs(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    return CASES.respond(request, Case.objects.visible_to(request.user))


@require_GET
@needs(VIEW)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _record(request, pk)


@needs(VIEW)
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Fill in and complete the step that the person saw."""
    found = _found(request, pk)
    spec = procedure_of(found).steps.get(code)
    if spec is None:
        raise Http404
    form = StepForm(spec, request.POST or None, request.FILES or None, case=found, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.complete_step(
                actor=request.user,
                now=time.now(),
                case=found,
                step=code,
                answers=form.answers,
                uploads=form.uploads,
            )
            return _back(request, found)
        except Refused as no:
            refuse(form, no)
    asks_lines = any(field.kind == "lines" for field in spec.fields)
    prices = prices_for(found.estate_id, actor=request.user) if asks_lines else []
    context = {"case": found, "step": spec, "form": form, "prices": prices}
    return page(request, "cases_screen/step.html", "form", context)


@needs(VIEW)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Any other verb: its form, and doing it."""
    found, kind = _found(request, pk), ACTS.get(name)
    if kind is None:
        raise Http404
    form = kind(request.POST or None, initial=_initial(found), case=found, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.carry_out(now=time.now())
            return _back(request, found)
        except Refused as no:
            refuse(form, no)
    return page(request, "cases_screen/act.html", "form", {"case": found, "form": form, "name": name})


@require_GET
@needs(VIEW)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What another urgency or severity would mean for the running clocks."""
    found, now = _found(request, pk), time.now()
    chosen = {name: request.GET.get(name, "") for name in ("urgency", "severity")}
    rows = clocks.preview(found, chosen, now=now)
    return render(
        request, "cases_screen/_preview.html", {"rows": [(label_of(row.clock.metric), row) for row in rows]}
    )


def _initial(case: Case) -> dict[str, Any]:
    """What the forms of all verbs begin with."""
    return {
        "key": uuid4(),
        "seen_version": case.version,
        "urgency": case.urgency,
        "severity": case.severity,
        "topic": case.topic,
    }


@require_POST
@needs(VIEW)
@needs("cases.message")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Words, photos, or both."""
    found, form, now = _found(request, pk), MessageForm(request.POST), time.now()
    files = request.FILES.getlist("files")
    if form.is_valid() or (files and not request.POST.get("text")):
        said = form.cleaned_data if form.is_valid() else {"key": request.POST.get("key", "")[:80]}
        actions.add_message_and_files(actor=request.user, now=now, case=found, files=files, **said)
        form = None
    return _record(request, pk, message_form=form)


@require_POST
@needs(VIEW)
@needs("phones.reveal")
def private(request: HttpRequest, pk: int) -> HttpResponse:
    """What the answers mask, in full. That it was looked at is kept."""
    told = actions.reveal_answers(actor=request.user, now=time.now(), case=_found(request, pk))
    response = render(request, "cases_screen/_private.html", {"told": told})
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@needs(VIEW)
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, for those who may see the case; somebody's papers only for who is written down.

    Never shown as a page of ours.
    """
    rows = Attachment.objects.visible_to(request.user).select_related("case")
    kept = get_object_or_404(rows, pk=pk)
    is_private = actions.open_file(actor=request.user, now=time.now(), attachment=kept)
    response = FileResponse(kept.file.open("rb"), content_type=kept.content_type, filename=kept.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store" if is_private else "private, max-age=86400"
    return response


def _found(request: HttpRequest, pk: int) -> Case:
    if (found := case_for(request.user, pk)) is None:
        raise Http404
    return found


def _record(request: HttpRequest, pk: int, message_form: MessageForm | None = None) -> HttpResponse:
    if (found := case_to_show(request.user, pk)) is None:
        raise Http404
    context: dict[str, Any] = record_of(found, request.user, now=time.now())
    context["message_form"] = message_form or MessageForm(initial={"key": uuid4()})
    context |= {
        "perms_message": may(request.user, "cases.message"),
        "can_ask": may(request.user, "followups.do"),
        "can_give": may(request.user, "dispatch.assign"),
        "panels": panels_of(found, request.user),
    }
    context["acts"] = [(name, kind) for name, kind in ACTS.items() if kind.allowed(found, request.user)]
    return page(request, "cases_screen/case.html", "record", context)


def _back(request: HttpRequest, found: Case) -> HttpResponse:
    """To the case as it is now; where htmx asked from the case's page, a dialog closes and the page loads anew."""
    if not request.headers.get("HX-Request"):
        return redirect("cases:case", found.pk)
    if urlsplit(request.headers.get("HX-Current-URL", "")).path == request.path:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("cases:case", args=[found.pk])})
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})
