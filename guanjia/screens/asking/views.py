"""The list of customers to ask, and the call sheet of one."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.directory.team.models import Staff
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.asking.forms import AnswerForm, AssignForm, AttemptForm
from guanjia.screens.asking.households import HOUSEHOLDS
from guanjia.screens.asking.listings import LISTINGS
from guanjia.work.followups import actions, contact, links, queries
from guanjia.work.followups.models import FollowUp
from guanjia.work.followups.tokens import address_of


@require_GET
@needs(actions.DO)
def due(request: HttpRequest, view: str = "due") -> HttpResponse:
    """Whom to call now (soonest due first), whom later, and whom nobody reached."""
    now = time.now()
    rows = queries.listed(request.user, view, now=now)
    counts = queries.counts(request.user, now=now, estate_id=shell.chosen_estate_id(request))
    context = {"view": view, "counts": counts}
    return LISTINGS[view].respond(request, rows, template="asking/due.html", context=context)


@require_GET
@needs(actions.DO)
def households(request: HttpRequest, plan: str) -> HttpResponse:
    """Who moved in lately, who complained, who has lived here for long; each row opens the customer."""
    if plan not in HOUSEHOLDS:
        raise Http404
    now = time.now()
    counts = queries.counts(request.user, now=now, estate_id=shell.chosen_estate_id(request))
    context = {
        "view": plan,
        "counts": counts,
        "plan": plan,
        "may_take": actions.ASSIGN in request.user.permissions,
    }
    rows = _people(request, plan)
    return HOUSEHOLDS[plan].respond(request, rows, template="asking/households.html", context=context)


@require_POST
@needs(actions.ASSIGN)
def take(request: HttpRequest, plan: str) -> HttpResponse:
    """Put the households of the list on the list of this month."""
    if plan not in HOUSEHOLDS:
        raise Http404
    chosen, new = shell.chosen_estate_id(request), 0
    for estate in shell.estates(request):
        if chosen in (None, estate.pk):
            units = _people(request, plan).filter(estate=estate).values_list("unit_id", flat=True)
            new += actions.sample_residents(
                actor=request.user, now=time.now(), estate=estate, plan=plan, unit_ids=units
            )
    messages.success(request, _("%(n)d 户已列入本月抽样回访；本月已在名单上的没有重复列入") % {"n": new})
    return redirect("asking:samples")


def _people(request: HttpRequest, plan: str) -> QuerySet[Any]:
    now = time.now()
    if plan == "complaint":
        return queries.complainants(request.user, now=now)
    return queries.residents(request.user, plan, on=timezone.localtime(now).date())


@require_GET
@needs(actions.DO)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked for, what was done, who called before; and what to write down."""
    return _sheet(request, _found(request, pk))


@require_POST
@needs(actions.DO)
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    followup, form = _found(request, pk), AttemptForm(request.POST)
    if form.is_valid():
        try:
            actions.record_attempt(actor=request.user, now=time.now(), followup=followup, **form.cleaned_data)
            return _sheet(request, _found(request, pk), done=True)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
    return _sheet(request, followup, attempt_form=form)


@require_POST
@needs(actions.DO)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    followup = _found(request, pk)
    form = AnswerForm(request.POST, followup=followup)
    if form.is_valid():
        try:
            actions.record_answer(actor=request.user, now=time.now(), followup=followup, **form.cleaned_data)
            return _sheet(request, _found(request, pk), done=True)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
    return _sheet(request, followup, answer_form=form)


@require_POST
@needs(actions.DO)
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The full number; the look is recorded."""
    found = contact.reveal_number(actor=request.user, now=time.now(), followup=_found(request, pk))
    return render(request, "asking/number.html", {"number": found})


@require_POST
@needs(actions.DO)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the customer's link, and mail it if asked to; the sheet shows it with its QR code."""
    followup, said = _found(request, pk), request.POST
    customer = followup.case.customer if followup.case else followup.customer
    to = customer.email if said.get("by") == "mail" and customer else ""
    key = said.get("key", "")[:80]
    links.send_link(actor=request.user, now=time.now(), followup=followup, to=to, key=key)
    return _sheet(request, _found(request, pk))


@require_POST
@needs(actions.ASSIGN)
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    followup = _found(request, pk)
    form = AssignForm(request.POST, actor=request.user, followup=followup)
    if form.is_valid():
        staff: Staff | None = form.cleaned_data["staff"]
        actions.assign_followup(actor=request.user, now=time.now(), followup=followup, staff=staff)
    return _sheet(request, _found(request, pk), done=True)


def _found(request: HttpRequest, pk: int) -> FollowUp:
    return get_object_or_404(queries.with_all(FollowUp.objects.visible_to(request.user)), pk=pk)


def _sheet(request: HttpRequest, followup: FollowUp, *, done: bool = False, **forms: Any) -> HttpResponse:
    """The call sheet; when something was `done`, the list beside it and the counts above hear of it."""
    now = time.now()
    active = next(
        (one for one in followup.links.all() if one.sent_at and one.used_at is None and now < one.expires_at),
        None,
    )
    context = {
        "followup": followup, "case": followup.case, "now": now,
        "customer": followup.case.customer if followup.case else followup.customer,
        "attempts": followup.attempts.all(),
        "own_work": request.user.pk in followup.excluded, "link": address_of(active) if active else "",
        "link_row": active, "attempt_form": AttemptForm(), "answer_form": AnswerForm(followup=followup),
        "assign_form": AssignForm(actor=request.user, followup=followup)
        if actions.ASSIGN in request.user.permissions else None,
        "result": queries.result_of(followup.case) if followup.case else "",
        "before": queries.said_before(followup),
    }  # fmt: skip
    if not done:
        return page(request, "asking/sheet.html", "sheet", context | forms)
    counts = queries.counts(request.user, now=now, estate_id=shell.chosen_estate_id(request))
    response = page(request, "asking/sheet.html", "sheet", context | {"counts": counts})
    response["HX-Trigger"] = "followups-changed"
    return response
