"""Bills: the list, one with how it came about and what can be done, a single charge, the notice on paper."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import models
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.directory.places.models import Unit
from guanjia.engine.paper.render import SIZES
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.billing.forms import CreditForm, OnceForm, ReplaceForm, WaiveForm
from guanjia.screens.billing.lists import CHARGES
from guanjia.screens.billing.views._shared import estate_of
from guanjia.work.billing import actions, queries
from guanjia.work.billing.late import late_fee_as_of
from guanjia.work.billing.models import LateWaiver
from guanjia.work.billing.wording import basis_words
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge


@needs("money.view")
def listing(request: HttpRequest) -> HttpResponseBase:
    rows = queries.charges_of(request.user).select_related("unit__building", "customer", "tariff", "estate")
    return CHARGES.respond(request, rows, template="billing/charges.html")


@needs("money.view")
def charge(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, **refused: Form) -> HttpResponse:
    """The bill with its small forms; one that was refused keeps what was typed."""
    try:
        found = queries.charge_page(pk, actor=request.user, now=now())
    except Charge.DoesNotExist as no:
        raise Http404 from no
    one, waivable, until = found.charge, _waivable(found), _day(request.GET.get("until", ""))
    context = {
        "found": found, "charge": one, "how": basis_words(one.basis),
        "is_late": one.settled < one.amount and one.due_on < today(one.estate, now()),
        "until": until, "late_until": late_fee_as_of(one, until, now=now()).due if until else None,
        "credit": CreditForm(prefix="credit"), "replace": ReplaceForm(prefix="replace"),
        "waive": WaiveForm(prefix="waive", initial={"amount": waivable}), "waivable": waivable, **refused,
    }  # fmt: skip
    return page(request, "billing/charge.html", "", context, status=422 if refused else 200)


def _day(text: str) -> date | None:
    """A day of the address, or none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _waivable(found: queries.ChargePage):
    if found.charge.kind == Charge.Kind.LATE:
        return found.charge.outstanding
    return found.late.due + sum(one.outstanding for one in found.late_charges)


def _correct(request: HttpRequest, pk: int, form: Form, act: Callable[..., str]) -> HttpResponse:
    """Do what one of the small forms asks for, and say so."""
    rows: models.QuerySet[Charge] = Charge.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("estate", "tariff__payee", "customer"), pk=pk)
    us = {"actor": request.user, "now": now(), "key": request.POST.get("key", "")}
    if form.is_valid():
        try:
            messages.success(request, act(charge=found, **us, **form.cleaned_data))
            return redirect("billing:charge", pk)
        except Refused as no:
            refuse(form, no)
    return _page(request, pk, **{form.prefix: form})


@require_POST
@needs("billing.correct")
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    def act(**given: Any) -> str:
        actions.credit_charge(**given)
        return _("已冲减")

    return _correct(request, pk, CreditForm(request.POST, prefix="credit"), act)


@require_POST
@needs("billing.correct")
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    def act(**given: Any) -> str:
        actions.replace_charge(**given)
        return _("原账单已冲减，新账单已发布")

    return _correct(request, pk, ReplaceForm(request.POST, prefix="replace"), act)


@require_POST
@needs("money.view")
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    def act(**given: Any) -> str:
        approved = actions.waive_late_fee(**given).state == LateWaiver.State.APPROVED
        return _("已减免") if approved else _("超出您的限额，已提交，等待批准")

    return _correct(request, pk, WaiveForm(request.POST, prefix="waive"), act)


@needs("billing.run")
def new(request: HttpRequest) -> HttpResponse:
    form = OnceForm(request.POST or None, actor=request.user, initial={"estate": estate_of(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.charge_once(
                actor=request.user, now=now(), key=request.POST.get("key", ""), **form.cleaned_data
            )
            return redirect("billing:charge", made.pk)
        except Refused as no:
            refuse(form, no)
    return page(request, "billing/form.html", "", {"form": form, "title": _("单笔收费"), "verb": _("记应收")})


@needs("money.view")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """缴费通知单 of a home."""
    units = Unit.objects.visible_to(request.user).select_related("building", "estate__company")
    unit = get_object_or_404(units, pk=pk)
    size = request.GET.get("size", "")
    owed = queries.owed_by(unit, actor=request.user, now=now())
    lines = [(one, basis_words(one.basis), owed.late.get(one.pk)) for one in owed.charges]
    context = {
        "unit": unit, "owed": owed, "lines": lines, "day": today(unit.estate, now()),
        "people": "、".join(dict.fromkeys(one.customer.name for one in owed.charges if one.customer)),
        "document": {"title": _("缴费通知单"), "organisation": unit.estate.company.name},
        "size": size if size in SIZES else "a5l",
        "paper_sizes": [(code, _(name)) for code, name in SIZES.items()],
    }  # fmt: skip
    return page(request, "billing/notice.html", "", context)
