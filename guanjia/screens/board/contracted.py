"""Orders of contractors: who was told, what was promised, done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.board.forms import DoneForm, SendForm
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.dispatch.queries import contractors_for

ASSIGN = "dispatch.assign"


@needs(ASSIGN)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the order with what can be noted. POST: who was told and what he promised."""
    order = _order(request, pk)
    form = _send_form(request, order, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_order(
                order=order, actor=request.user, now=now(), key=request.POST.get("key", "")[:80],
                **form.cleaned_data,
            )  # fmt: skip
            return _back(request, order)
        except Refused as no:
            refuse(form, no)
    return _sheet(request, order, send_form=form)


@require_POST
@needs(ASSIGN)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    order, form = _order(request, pk), DoneForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.complete_contracted(
                order=order, actor=request.user, now=now(), key=request.POST.get("key", "")[:80],
                **form.cleaned_data,
            )  # fmt: skip
            return _back(request, order)
        except Refused as no:
            refuse(form, no)
    return _sheet(request, order, done_form=form)


def _order(request: HttpRequest, pk: int) -> WorkOrder:
    orders = WorkOrder.objects.visible_to(request.user).filter(executor=WorkOrder.Executor.CONTRACTOR)
    return get_object_or_404(orders.with_place(), pk=pk)


def _send_form(request: HttpRequest, order: WorkOrder, given: Any = None) -> SendForm:
    known = contractors_for(order, actor=request.user)
    first = known[0].pk if len(known) == 1 else None
    due = order.promised_until
    initial = {
        "contractor": order.contractor_id or first,
        "promised_until": localtime(due).strftime("%Y-%m-%dT%H:%M") if due else "",
    }
    return SendForm(known, given, initial=initial)


def _sheet(
    request: HttpRequest,
    order: WorkOrder,
    send_form: SendForm | None = None,
    done_form: DoneForm | None = None,
) -> HttpResponse:
    context = {
        "order": order,
        "send_form": send_form or _send_form(request, order),
        "done_form": done_form or DoneForm(),
        "overdue": order.is_overdue(now()),
    }
    return page(request, "board/contract.html", "sheet", context)


def _back(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("cases:case", order.case_id)
