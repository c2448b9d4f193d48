"""Tills and kinds of deposits."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.cashier.forms.others import KindForm, TillForm
from guanjia.screens.cashier.views.saving import carry_out, one_form
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import DepositKind, Till

SUPERVISE, APPROVE = "cash.supervise", "money.approve"


@require_GET
@needs(SUPERVISE)
def settings(request: HttpRequest) -> HttpResponse:
    nulls = F("estate__name").asc(nulls_first=True)
    context = {
        "tills": Till.objects.visible_to(request.user).filter(retired_at=None).select_related("estate"),
        "kinds": DepositKind.objects.visible_to(request.user).filter(retired_at=None).select_related("estate")
        .order_by(nulls, "code"),
        "may_kinds": APPROVE in request.user.permissions,
    }  # fmt: skip
    return render(request, "cashier/settings.html", context)


@needs(SUPERVISE)
def new_till(request: HttpRequest) -> HttpResponse:
    form = TillForm(request.POST or None, actor=request.user, shared=False)

    def save(**said: Any) -> None:
        actions.create_till(actor=request.user, now=time.now(), **said)

    return one_form(request, form, save, title=_("新增收银台"), back=_home(), said=_("收银台已新增"))


@require_POST
@needs(SUPERVISE)
def retire_till(request: HttpRequest, pk: int) -> HttpResponse:
    till = get_object_or_404(Till.objects.visible_to(request.user), pk=pk)
    return carry_out(
        request, lambda: actions.retire_till(actor=request.user, now=time.now(), till=till),
        said=_("收银台已停用"), back=_home(),
    )  # fmt: skip


@needs(APPROVE)
def new_kind(request: HttpRequest) -> HttpResponse:
    return _kind(request, None, {})


@needs(APPROVE)
def kind(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DepositKind.objects.visible_to(request.user), pk=pk, retired_at=None)
    first = {"estate": found.estate_id, "code": found.code, "name": found.name, "amount": found.amount}
    return _kind(request, found, first)


@require_POST
@needs(APPROVE)
def retire_kind(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DepositKind.objects.visible_to(request.user), pk=pk)
    return carry_out(
        request, lambda: actions.retire_deposit_kind(actor=request.user, now=time.now(), kind=found),
        said=_("押金种类已停用"), back=_home(),
    )  # fmt: skip


def _kind(request: HttpRequest, found: DepositKind | None, first: dict[str, Any]) -> HttpResponse:
    form = KindForm(request.POST or None, actor=request.user, initial=first)

    def save(**said: Any) -> None:
        actions.save_deposit_kind(actor=request.user, now=time.now(), kind=found, **said)

    title = _("押金种类 · %(name)s") % {"name": found.name} if found else _("新增押金种类")
    return one_form(request, form, save, title=title, back=_home(), said=_("已保存"))


def _home() -> str:
    return reverse("cashier:settings")
