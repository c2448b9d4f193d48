"""Bills: the list, one with how it came about and what can be done, a single charge, the notice on paper."""

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
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
from guanjia.screens.billing.views._shared import estate_of, then, wrong
from guanjia.work.billing import actions, queries
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
    try:
        found = queries.charge_page(pk, actor=request.user, now=now())
    except Charge.DoesNotExist as no:
        raise Http404 from no
    one = found.charge
    context = {
        "found": found, "charge": one, "how": basis_words(one.basis),
        "is_late": one.settled < one.amount and one.due_on < today(one.estate, now()),
        "credit": CreditForm(prefix="credit"), "replace": ReplaceForm(prefix="replace"),
        "waive": WaiveForm(prefix="waive", initial={"amount": _waivable(found)}),
        "waivable": _waivable(found),
    }  # fmt: skip
    return page(request, "billing/charge.html", "", context)


def _waivable(found: queries.ChargePage):
    if found.charge.kind == Charge.Kind.LATE:
        return found.charge.outstanding
    return found.late.due + sum(one.outstanding for one in found.late_charges)


def _charge(request: HttpRequest, pk: int) -> Charge:
    rows: models.QuerySet[Charge] = Charge.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("estate", "tariff__payee", "customer"), pk=pk)


@require_POST
@needs("billing.correct")
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _charge(request, pk), CreditForm(request.POST, prefix="credit")
    if not form.is_valid():
        wrong(request, form)
        return redirect("billing:charge", pk)
    return then(
        request, _("已冲减"),
        lambda: actions.credit_charge(
            actor=request.user, now=now(), charge=found, key=request.POST.get("key", ""), **form.cleaned_data
        ),
        "billing:charge", pk,
    )  # fmt: skip


@require_POST
@needs("billing.correct")
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _charge(request, pk), ReplaceForm(request.POST, prefix="replace")
    if not form.is_valid():
        wrong(request, form)
        return redirect("billing:charge", pk)
    return then(
        request, _("原账单已冲减，新账单已发布"),
        lambda: actions.replace_charge(
            actor=request.user, now=now(), charge=found, key=request.POST.get("key", ""), **form.cleaned_data
        ),
        "billing:charge", pk,
    )  # fmt: skip


@require_POST
@needs("money.view")
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _charge(request, pk), WaiveForm(request.POST, prefix="waive")
    if not form.is_valid():
        wrong(request, form)
        return redirect("billing:charge", pk)
    return then(request, "", lambda: _waive(request, found, form.cleaned_data), "billing:charge", pk)


def _waive(request: HttpRequest, found: Charge, given: dict[str, Any]) -> None:
    waiver = actions.waive_late_fee(
        actor=request.user, now=now(), charge=found, key=request.POST.get("key", ""), **given
    )
    approved = waiver.state == LateWaiver.State.APPROVED
    messages.success(request, _("已减免") if approved else _("超出您的限额，已提交，等待批准"))


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
