"""Settings of the field work: contractors and the price list."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.procedures.repair.papers import PARTS
from guanjia.screens.board.setting_forms import ContractorForm, PriceForm
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import Contractor, PriceItem

EDIT = "parameters.edit"


@require_GET
@needs(EDIT)
def contractors(request: HttpRequest) -> HttpResponse:
    rows = list(_present(request, Contractor, "name"))
    for row in rows:
        row.mended = [_(PARTS.get(part, part)) for part in row.parts]
    return page(request, "board/contractors.html", "", {"rows": rows})


@needs(EDIT)
def contractor(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    present = _one(request, Contractor, pk)
    form = ContractorForm(request.user, request.POST or None, instance=present)

    def save(**given: Any) -> None:
        actions.save_contractor(actor=request.user, now=now(), contractor=present, **given)

    return _edited(request, form, save, _("外部维修单位"), "board:contractors")


@require_GET
@needs(EDIT)
def prices(request: HttpRequest) -> HttpResponse:
    return page(request, "board/prices.html", "", {"rows": _present(request, PriceItem, "kind", "name")})


@needs(EDIT)
def price(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    present = _one(request, PriceItem, pk)
    form = PriceForm(request.user, request.POST or None, instance=present)

    def save(**given: Any) -> None:
        actions.save_price(actor=request.user, now=now(), item=present, **given)

    return _edited(request, form, save, _("价目"), "board:prices")


@require_POST
@needs(EDIT)
def retire(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Not offered any more; what was done with it keeps its name."""
    kinds = {"contractors": Contractor, "prices": PriceItem}
    if kind not in kinds:
        raise Http404
    actions.retire(actor=request.user, now=now(), row=_one(request, kinds[kind], pk))
    messages.success(request, _("已停用"))
    return redirect(f"board:{kind}")


def _present(request: HttpRequest, kind: type, *order: str) -> Any:
    rows = kind.objects.visible_to(request.user).filter(retired_at=None).select_related("estate")
    return rows.order_by(F("estate__name").asc(nulls_first=True), *order)


def _one(request: HttpRequest, kind: type, pk: int | None) -> Any:
    return get_object_or_404(kind.objects.visible_to(request.user), pk=pk, retired_at=None) if pk else None


def _edited(
    request: HttpRequest, form: Any, save: Callable[..., None], title: str, back: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(**form.cleaned_data)
            messages.success(request, _("已保存"))
            return redirect(back)
        except Refused as no:
            refuse(form, no)
    return page(request, "board/setting_form.html", "", {"form": form, "title": title, "back": back})
