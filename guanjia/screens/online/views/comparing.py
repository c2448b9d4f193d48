"""The accountant compares with the providers' statements, and settles what differs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.channels.wallets.opening import providers
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.online.forms import ResolveForm, RunForm
from guanjia.work.online import queries
from guanjia.work.online.actions import reconcile, resolve_difference
from guanjia.work.online.models import Difference, Reconciliation

RIGHT = "money.reconcile"
MOST = 100


@require_GET
@needs(RIGHT)
def reconciliation(request: HttpRequest) -> HttpResponse:
    return _overview(request, RunForm())


@require_POST
@needs(RIGHT)
def run(request: HttpRequest) -> HttpResponse:
    """Fetch one statement and compare it now."""
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            made = reconcile(actor=request.user, now=time.now(), **form.cleaned_data)
            messages.success(
                request,
                _("已对账：%(lines)d 笔，一致 %(matched)d 笔")
                % {"lines": made.lines, "matched": made.matched},
            )
            return redirect("online:statement", made.pk)
        except Refused as no:
            refuse(form, no)
    return _overview(request, form)


def _overview(request: HttpRequest, form: RunForm) -> HttpResponse:
    runs = Reconciliation.objects.visible_to(request.user).select_related("by").order_by("-day", "provider")
    rows = queries.differences_of(request.user)
    context = {
        "form": form, "runs": runs[:MOST], "last": queries.last_runs(request.user), "labels": _labels(),
        "open": rows.filter(resolved_at=None)[:MOST], "settled": rows.exclude(resolved_at=None)[:20],
    }  # fmt: skip
    return render(request, "online_pages/reconciliation.html", context, status=422 if form.errors else 200)


@require_GET
@needs(RIGHT)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line of one day."""
    made = get_object_or_404(Reconciliation.objects.visible_to(request.user).select_related("by"), pk=pk)
    lines = made.statement.visible_to(request.user).select_related("order").order_by("result", "at")
    missing = queries.differences_of(request.user).filter(
        provider=made.provider, day=made.day, kind=Difference.Kind.MISSING_THERE
    )
    context = {
        "run": made, "lines": lines[:2000], "missing": missing, "labels": _labels(),
        "hidden": made.lines - lines.count(),
    }  # fmt: skip
    return render(request, "online_pages/statement.html", context)


@needs(RIGHT)
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.differences_of(request.user), pk=pk)
    form = ResolveForm(request.POST or None, actor=request.user, difference=found)
    if request.method == "POST" and form.is_valid():
        try:
            done = resolve_difference(
                actor=request.user, now=time.now(), difference=found, **form.cleaned_data
            )
            asked = _("已申请原路退回，请另一位有审批权限的同事在这里确认")
            messages.success(request, _("差异已处理") if done.resolved_at else asked)
            return redirect("online:reconciliation")
        except Refused as no:
            refuse(form, no)
    context = {
        "difference": found, "form": form, "labels": _labels(),
        "may_return": found.may_return(request.user),
    }  # fmt: skip
    return render(request, "online_pages/difference.html", context, status=422 if form.errors else 200)


def _labels() -> dict[str, object]:
    return {code: each.label for code, each in providers().items()}
