"""The counter: who pays, what is owed, by which means; the receipt."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from guanjia.channels.wallets.opening import offered
from guanjia.engine.access.once import done
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.cashier import queries
from guanjia.screens.cashier.actions import show_code
from guanjia.screens.cashier.forms.taking import TakingForm
from guanjia.screens.cashier.payers import Payer, asked, payer_by_customer, payer_by_unit
from guanjia.work.cashier.actions import take_payment
from guanjia.work.cashier.models import CashSession, Payment

TAKE = "cash.take"
LONGEST = 60


@require_GET
@needs(TAKE)
def desk(request: HttpRequest) -> HttpResponse:
    """The search box, and what was taken last."""
    session = queries.running(request.user)
    context = {
        "session": session,
        "last": queries.last_receipts(session),
        "handed": queries.waiting_for(request.user),
    }
    return render(request, "cashier/desk.html", context)


@require_GET
@needs(TAKE)
def find(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:LONGEST]
    context = {"found": queries.find_payers(typed) if typed else [], "typed": typed}
    return page(request, "cashier/found.html", "found", context)


@needs(TAKE)
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that one person owes in one estate."""

    def who() -> Payer | None:
        estate_id = asked(request.GET, "estate") or shell.chosen_estate_id(request)
        return payer_by_customer(request.user, pk, estate_id=estate_id, now=time.now())

    return _counter(request, who)


@needs(TAKE)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a home and whoever pays for it owe."""

    def who() -> Payer | None:
        return payer_by_unit(request.user, pk, customer_id=asked(request.GET, "payer"), now=time.now())

    return _counter(request, who)


def _counter(request: HttpRequest, who: Callable[[], Payer | None]) -> HttpResponse:
    """Take what the form says; what is refused keeps the form."""
    payer = who()
    if payer is None:
        raise Http404
    session = queries.running(request.user)
    form = TakingForm(request.POST or None, payer=payer, key=str(uuid4()))
    if form.is_bound:
        took = _take(request, form, session) if form.is_valid() else None
        took = took or _again(request, form)
        if took:
            return took
    context = {"payer": payer, "session": session, "form": form, "wallets": offered(payer.estate.company_id)}
    return render(request, "cashier/payer.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, form: TakingForm, session: CashSession | None) -> HttpResponse | None:
    payer, said = form.payer, form.cleaned_data
    whose: dict[str, Any] = {
        "actor": request.user, "now": time.now(), "estate": payer.estate, "customer": payer.customer,
        "unit": payer.home, "key": said["key"],
    }  # fmt: skip
    try:
        if provider := request.POST.get("code"):
            wanted = {name: value for name, value in said["order"].items() if name != "tenders"}
            return redirect("online:order", show_code(provider=provider, **wanted, **whose).pk)
        own = session if session and session.estate_id == payer.estate.pk else None
        payment = take_payment(**said["order"], note=said["note"], session=own, payer=payer.name, **whose)
    except Refused as no:
        form.refuse(no)
        return None
    return _to(payment)


def _again(request: HttpRequest, form: TakingForm) -> HttpResponse | None:
    """The same form a second time: its receipt."""
    key = request.POST.get("key", "")[:80]
    payment = done(Payment, key=key, verb="payment.take", actor=request.user)
    return _to(payment) if payment else None


def _to(payment: Payment) -> HttpResponse:
    return redirect(reverse("cashier:receipt", args=[payment.pk]) + "?taken=1")
