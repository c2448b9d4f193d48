"""Refunds: to approve, to pay out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.cashier import queries
from guanjia.screens.cashier.forms.others import RefusalForm
from guanjia.screens.cashier.lists import REFUNDS, STATES
from guanjia.screens.cashier.views.saving import carry_out, one_form
from guanjia.screens.cashier.words import means_said
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import Refund
from guanjia.work.online.models import OnlineRefund

VIEW, TAKE, APPROVE = "money.view", "cash.take", "money.approve"


@require_GET
@needs(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    return REFUNDS.respond(request, queries.refunds(request.user))


@require_GET
@needs(VIEW)
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    may, is_own = request.user.permissions, found.requested_by_id == request.user.pk
    context: dict[str, Any] = {
        "refund": found, "state": STATES[found.state], "parts": found.parts.select_related("line"),
        "tenders": [(means_said(one.means), one) for one in found.payment.tenders.all()],
        "session": queries.running(request.user) if TAKE in may else None,
        "sent": OnlineRefund.objects.visible_to(request.user).filter(refund=found).order_by("pk"),
        "is_own": is_own, "may_decide": APPROVE in may and not is_own, "may_pay": TAKE in may,
    }  # fmt: skip
    return render(request, "cashier/refund.html", context)


@require_POST
@needs(APPROVE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return carry_out(
        request, lambda: actions.approve_refund(actor=request.user, now=time.now(), refund=found),
        said=_("已批准，请收银付款"), back=_page(pk),
    )  # fmt: skip


@needs(APPROVE)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)

    def save(reason: str) -> None:
        actions.refuse_refund(actor=request.user, now=time.now(), refund=found, reason=reason)

    title = _("驳回退款 %(n)s") % {"n": found.number}
    return one_form(request, RefusalForm(request.POST or None), save, title=title, back=_page(pk),
                    said=_("已驳回"), button=_("驳回"))  # fmt: skip


@require_POST
@needs(TAKE)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    found, session = _found(request, pk), queries.running(request.user)
    own = session if session and session.estate_id == found.estate_id else None
    return carry_out(
        request, lambda: actions.pay_refund(actor=request.user, now=time.now(), refund=found, session=own),
        said=_("已退款，费用重新变为未缴"), back=_page(pk),
    )  # fmt: skip


def _page(pk: int) -> str:
    return reverse("cashier:refund", args=[pk])


def _found(request: HttpRequest, pk: int) -> Refund:
    return get_object_or_404(queries.refunds(request.user), pk=pk)
