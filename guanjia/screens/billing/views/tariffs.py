"""Fees and their prices: what is in force, what comes, what was."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.directory.places.models import Estate
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.billing.forms import ListedForm, SharedBillForm, TariffForm
from guanjia.screens.billing.version_form import VersionForm, initial_of
from guanjia.screens.billing.views._shared import estate_of, then
from guanjia.work.billing import actions, queries
from guanjia.work.billing.models import SharedBill, TariffUnit, TariffVersion
from guanjia.work.billing.wording import version_words
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Tariff

SHOWN = 200


@needs("money.view")
def listing(request: HttpRequest) -> HttpResponse:
    estate = estate_of(request)
    fees = queries.tariffs_of(request.user, estate, today(estate, now())) if estate else []
    rows = [
        {
            "fee": one, "now": _said(one.now), "coming": [_said(each) for each in one.coming],
            "past": [_said(each) for each in one.past],
        }
        for one in fees
    ]  # fmt: skip
    return page(request, "billing/tariffs.html", "", {"rows": rows, "estate": estate})


def _said(version: TariffVersion | None) -> tuple[TariffVersion, str] | None:
    return (version, version_words(version)) if version else None


@needs("tariffs.edit")
def new(request: HttpRequest) -> HttpResponse:
    form = TariffForm(request.POST or None, actor=request.user, initial={"estate": estate_of(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_tariff(
                actor=request.user, now=now(), key=request.POST.get("key", ""), **form.cleaned_data
            )
            return redirect("billing:new_version", made.pk)
        except Refused as no:
            refuse(form, no)
    return page(
        request,
        "billing/form.html",
        "",
        {"form": form, "title": _("新的收费项目"), "verb": _("下一步：定价")},
    )


def _tariff(request: HttpRequest, pk: int) -> Tariff:
    return get_object_or_404(Tariff.objects.visible_to(request.user).select_related("estate", "payee"), pk=pk)


@needs("money.view")
def tariff(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _tariff(request, pk))


def _page(request: HttpRequest, found: Tariff, **refused: Form) -> HttpResponse:
    """The fee with its small forms; one that was refused keeps what was typed."""
    estate, user = estate_of(request), request.user
    versions = (
        TariffVersion.objects.visible_to(user).filter(tariff=found).select_related("estate", "by", "base")
    )
    listed = (
        TariffUnit.objects.visible_to(user)
        .filter(tariff=found)
        .select_related("unit__building", "unit__estate")
    )
    bills = SharedBill.objects.visible_to(user).filter(tariff=found).select_related("estate")
    context = {
        "tariff": found, "day": today(estate, now()) if estate else None,
        "versions": [(one, version_words(one)) for one in versions.order_by("-since", "estate_id")],
        "listed": listed.order_by("unit__sort_key", "-since")[:SHOWN], "bills": bills.order_by("-period_start")[:24],
        "unit": ListedForm(actor=user, prefix="unit", initial={"estate": estate}),
        "bill": SharedBillForm(actor=user, prefix="bill", initial={"estate": estate}), **refused,
    }  # fmt: skip
    return page(request, "billing/tariff.html", "", context, status=422 if refused else 200)


@needs("tariffs.edit")
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    found = _tariff(request, pk)
    last = (
        TariffVersion.objects.visible_to(request.user)
        .standing()
        .filter(tariff=found)
        .order_by("-since")
        .first()
    )
    form = VersionForm(request.POST or None, actor=request.user, tariff=found, initial=initial_of(last))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_version(
                actor=request.user, now=now(), tariff=found, key=request.POST.get("key", ""), **form.terms
            )
            messages.success(request, _("新标准已登记，从生效日期起用于出账"))
            return redirect("billing:tariff", pk)
        except Refused as no:
            refuse(form, no)
    title = _("%(name)s：新的收费标准") % {"name": found.name}
    return page(request, "billing/version.html", "", {"form": form, "title": title, "tariff": found})


@require_POST
@needs("tariffs.edit")
def list_unit(request: HttpRequest, pk: int) -> HttpResponse:
    def act(estate: Estate, **given: Any) -> None:
        actions.list_unit(key=request.POST.get("key", ""), **given)

    return _register(request, pk, ListedForm(request.POST, actor=request.user, prefix="unit"), act)


@require_POST
@needs("tariffs.edit")
def shared_bill(request: HttpRequest, pk: int) -> HttpResponse:
    form = SharedBillForm(request.POST, actor=request.user, prefix="bill")
    return _register(request, pk, form, actions.save_shared_bill)


def _register(request: HttpRequest, pk: int, form: Form, act: Callable[..., Any]) -> HttpResponse:
    """Do what one of the small forms asks for, and say so."""
    found = _tariff(request, pk)
    if form.is_valid():
        try:
            act(actor=request.user, now=now(), tariff=found, **form.cleaned_data)
            messages.success(request, _("已登记"))
            return redirect("billing:tariff", pk)
        except Refused as no:
            refuse(form, no)
    return _page(request, found, **{form.prefix: form})


@require_POST
@needs("tariffs.edit")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    rows = TariffVersion.objects.visible_to(request.user).select_related("estate")
    found = get_object_or_404(rows, pk=pk)
    return then(
        request, _("已撤回"),
        lambda: actions.withdraw_version(
            actor=request.user, now=now(), version=found, reason=request.POST.get("reason", "")
        ),
        "billing:tariff", found.tariff_id,
    )  # fmt: skip
