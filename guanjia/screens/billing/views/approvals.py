"""Reductions and waivers of late fees: asked for, decided by another person, ended."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.billing.forms import ReductionForm
from guanjia.screens.billing.views._shared import estate_of, then
from guanjia.work.billing import actions
from guanjia.work.billing.models import LateWaiver, Reduction

SHOWN = 100


@needs("money.view")
def waiting(request: HttpRequest) -> HttpResponse:
    reductions = Reduction.objects.visible_to(request.user).select_related(
        "unit__building", "tariff", "estate", "asked_by", "decided_by"
    )
    waivers = LateWaiver.objects.visible_to(request.user).select_related(
        "charge__unit__building", "charge__customer", "estate", "asked_by", "decided_by"
    )
    context = {
        "asked": reductions.waiting().order_by("id")[:SHOWN],
        "waivers": waivers.filter(state=LateWaiver.State.ASKED).order_by("id")[:SHOWN],
        "decided": reductions.exclude(state=Reduction.State.ASKED).order_by("-decided_at", "-id")[:SHOWN],
        "forgiven": waivers.exclude(state=LateWaiver.State.ASKED).order_by("-decided_at", "-id")[:SHOWN],
    }
    return page(request, "billing/approvals.html", "", context)


@needs("money.view")
def new_reduction(request: HttpRequest) -> HttpResponse:
    form = ReductionForm(request.POST or None, actor=request.user, initial={"estate": estate_of(request)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_reduction(
                actor=request.user, now=now(), key=request.POST.get("key", ""), **form.cleaned_data
            )
            messages.success(request, _("已提交，等另一位同事审批"))
            return redirect("billing:approvals")
        except Refused as no:
            refuse(form, no)
    return page(
        request, "billing/form.html", "", {"form": form, "title": _("申请减免"), "verb": _("提交审批")}
    )


@require_POST
@needs("money.approve")
def decide_reduction(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reduction.objects.visible_to(request.user), pk=pk)
    return then(
        request, _("已处理"),
        lambda: actions.decide_reduction(
            actor=request.user, now=now(), reduction=found, approve=request.POST.get("approve") == "yes",
            note=request.POST.get("note", ""),
        ),
        "billing:approvals",
    )  # fmt: skip


@require_POST
@needs("money.approve")
def end_reduction(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reduction.objects.visible_to(request.user), pk=pk)
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        messages.error(request, _("请填写最后一天，如 2026-12-31"))
        return redirect("billing:approvals")
    return then(
        request, _("已终止"),
        lambda: actions.end_reduction(actor=request.user, now=now(), reduction=found, until=until),
        "billing:approvals",
    )  # fmt: skip


@require_POST
@needs("money.approve")
def decide_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(LateWaiver.objects.visible_to(request.user).select_related("estate"), pk=pk)
    return then(
        request, _("已处理"),
        lambda: actions.decide_waiver(
            actor=request.user, now=now(), waiver=found, approve=request.POST.get("approve") == "yes",
            note=request.POST.get("note", ""),
        ),
        "billing:approvals",
    )  # fmt: skip
