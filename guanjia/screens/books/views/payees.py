"""Those for whom money is collected: balances, statements, settling."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.books.forms import DecisionForm, PayeeForm, SettleForm
from guanjia.screens.books.queries import payees_of, settlements_of, waiting_of
from guanjia.screens.books.views.frame import SEE, attempt, chosen, found, one_estate
from guanjia.work.books import actions
from guanjia.work.books.models import Settlement
from guanjia.work.books.owing import dues, statement
from guanjia.work.ledger.models import Payee

CLOSE = "books.close"


@require_GET
@needs(SEE)
def payees(request: HttpRequest) -> HttpResponse:
    """Every payee with what is due to it, and the settlements that wait for a word."""
    form = chosen(request)
    names = {one.pk: one.name for one in form.estates}
    context = {
        "here": "payees", "names": names, "payees": payees_of(request.user), "waiting": waiting_of(request.user),
        "dues": dues(request.user, [one.pk for one in form.chosen], through=form.today),
    }  # fmt: skip
    return render(request, "books/payees.html", context)


@needs(SEE)
def payee(request: HttpRequest, pk: int) -> HttpResponse:
    """The settlement statement of a period at one estate; sent, it asks for a settlement."""
    here, estate, period = found(request, Payee, pk), one_estate(request), chosen(request)
    since, until = period.days
    told = statement(here, estate, since=since, until=until)
    form = SettleForm(
        request.POST or None, initial={"through": min(until, period.today), "amount": told.after}
    )

    def settle(**given: Any) -> Settlement:
        key = request.POST.get("key", "")
        return actions.settle_payee(
            actor=request.user, now=time.now(), estate=estate, payee=here, key=key, **given
        )

    if request.method == "POST" and attempt(form, settle):
        messages.success(request, _("已提交结算申请，等待另一个人批准。"))
        return redirect(f"{reverse('books:payee', args=[pk])}?estate={estate.pk}&since={since}&until={until}")
    settlements = list(settlements_of(request.user, here, estate))
    context = {
        "here": "payees", "payee": here, "estate": estate, "estates": shell.estates(request), "period": period,
        "since": since, "until": until, "statement": told, "form": form, "key": request.POST.get("key") or uuid4(),
        "settlements": settlements, "waiting": next((one for one in settlements if one.state == "requested"), None),
    }  # fmt: skip
    return render(request, "books/payee.html", context, status=422 if form.errors else 200)


@require_GET
@needs(SEE)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement on A4."""
    here, estate, period = found(request, Payee, pk), one_estate(request), chosen(request)
    since, until = period.days
    context = {
        "payee": here, "estate": estate, "since": since, "until": until, "now": time.now(),
        "statement": statement(here, estate, since=since, until=until), "size": request.GET.get("size", ""),
        "settlements": [one for one in settlements_of(request.user, here, estate) if one.state == "paid"],
        "document": {"title": _("代收代缴结算单"), "organisation": f"{request.user.company} · {estate}"},
        "signatures": [_("制表"), _("审核"), _("收款单位确认")],
    }  # fmt: skip
    return render(request, "books/payee_print.html", context)


@needs(CLOSE)
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new payee, or its details."""
    here = found(request, Payee, pk) if pk else None
    first = {name: getattr(here, name) for name in ("name", "bank_account", "contact")} if here else {}
    form = PayeeForm(request.POST or None, initial={**first, "retired": bool(here and here.retired_at)})

    def save(**given: Any) -> Payee:
        key = request.POST.get("key", "")
        return actions.save_payee(actor=request.user, now=time.now(), payee=here, key=key, **given)

    if request.method == "POST" and attempt(form, save):
        messages.success(request, _("已保存。"))
        return redirect("books:payees")
    context = {"form": form, "payee": here}
    return render(request, "books/payee_form.html", context, status=422 if form.errors else 200)


@require_POST
@needs("money.approve")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay a settlement, or turn it down."""
    here = found(request, Settlement, pk)
    answer = DecisionForm(request.POST)
    answer.is_valid()
    us = {"actor": request.user, "now": time.now(), "settlement": here}
    try:
        if request.POST.get("decision") == "pay":
            actions.pay_settlement(answer=answer.cleaned_data.get("answer", ""), **us)
            messages.success(request, _("已批准并记账。"))
        else:
            actions.refuse_settlement(answer=answer.cleaned_data.get("answer", ""), **us)
            messages.success(request, _("已退回申请，没有记账。"))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("books:payees")
