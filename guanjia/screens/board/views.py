"""The board, and what a dispatcher does on it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.engine.access import require
from guanjia.engine.ui import shell, shown
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.board import queries
from guanjia.screens.board.forms import FilterForm, GiveForm, OrderForm
from guanjia.work.cases.models import Case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.dispatch.queries import candidates_for, worries_about


@login_required
def board(request: HttpRequest) -> HttpResponse:
    require(request.user, "dispatch.assign")
    return _board(request)


@login_required
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: to whom, best first. POST: given; the board as it is now comes back."""
    require(request.user, "dispatch.assign")
    order = get_object_or_404(WorkOrder.objects.visible_to(request.user).with_place(), pk=pk)
    if request.method != "POST":
        ranked = candidates_for(order, actor=request.user, now=now())
        context = {"order": order, "suggestions": ranked, "from_case": "case" in request.GET}
        return render(request, "board/give.html", context)
    form = GiveForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("请选择派给谁"))
    given = actions.give_order(
        order=order,
        actor=request.user,
        now=now(),
        key=request.POST.get("key", "")[:80],
        seen_version=form.cleaned_data["version"],
        reason=form.cleaned_data["reason"],
        **form.receiver(request.user),
    )
    if "case" in request.POST:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return _board(request, said=_said(given))


@login_required
@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(WorkOrder.objects.visible_to(request.user), pk=pk)
    actions.agree_pause(order=order, actor=request.user, now=now())
    return _board(request, said=_("已同意暂停，时限停表"))


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(WorkOrder.objects.visible_to(request.user), pk=pk)
    actions.cancel_order(
        order=order, actor=request.user, now=now(), reason=request.POST.get("reason", "")[:200]
    )
    return _board(request, said=_("派工单已取消"))


@login_required
def create(request: HttpRequest, case: int) -> HttpResponse:
    """A further order for a case."""
    require(request.user, "dispatch.assign")
    found = get_object_or_404(Case.objects.visible_to(request.user).select_related("unit__building"), pk=case)
    form = OrderForm(request.user, request.POST or None, initial={"task": found.title, "kind": "home"})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_order(
                actor=request.user,
                now=now(),
                case=found,
                key=request.POST.get("key", "")[:80],
                **form.cleaned_data,
            )
            return redirect(f"/board/?order={made.pk}")
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
    return render(request, "board/create.html", {"form": form, "case": found})


def _said(order: WorkOrder) -> str:
    """What the dispatcher should know about whom he chose; the order is given all the same."""
    worries = worries_about(order, now=now())
    receiver = order.technician.name if order.technician else str(order.department or _("抢单池"))
    said = _("%(number)s 已派给%(who)s") % {"number": order.number, "who": receiver}
    return shown.aside(said, "、".join(worries)) if worries else said


def _board(request: HttpRequest, said: str = "") -> HttpResponse:
    filters = FilterForm(request.GET).given()
    estate_ids = [estate.pk for estate in shell.estates(request)]
    shown = queries.board_of(
        request.user,
        now=now(),
        estate_id=shell.chosen_estate_id(request),
        estate_ids=estate_ids,
        filters=filters,
    )
    context = {
        "board": shown,
        "filters": filters,
        "now": now(),
        "said": said,
        "wanted": request.GET.get("order", ""),
    }
    return page(request, "board/board.html", "board", context)
