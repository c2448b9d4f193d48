"""Buildings of an estate, and the rooms in them."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from guanjia.directory.places import actions
from guanjia.directory.places.models import Building, Estate, Unit
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.structure import queries
from guanjia.screens.structure.forms import Blocks, BuildingForm, UnitForm
from guanjia.screens.structure.views.opening import counted
from guanjia.screens.structure.views.saving import EDIT, one_form


@needs(EDIT)
def lay_out(request: HttpRequest, pk: int) -> HttpResponse:
    """More buildings by pattern."""
    estate = get_object_or_404(Estate.objects.visible_to(request.user), pk=pk)
    sent, refused = request.POST or None, ""
    lines = Blocks(sent, prefix="b")
    if sent and lines.is_valid() and not lines.blocks:
        refused = _("请至少填一行：楼栋、顶层和每层户数。")
    elif sent and lines.is_valid():
        try:
            built = actions.lay_out(
                actor=request.user, now=time.now(), estate=estate, blocks=lines.blocks,
                handed_over_on=estate.handed_over_on, key=request.POST.get("key", ""),
            )  # fmt: skip
            messages.success(request, _said(built.units))
            return redirect("structure:estate", pk)
        except Refused as no:
            refused = str(no)
    context = {
        "estate": estate, "lines": lines, "refused": refused, "key": request.POST.get("key") or uuid4(),
        **counted(lines),
    }  # fmt: skip
    return render(request, "structure/lay_out.html", context, status=422 if sent else 200)


@require_GET
@needs(EDIT)
def building(request: HttpRequest, pk: int) -> HttpResponse:
    """The building drawn: entrance by entrance, floor by floor."""
    here = _building(request, pk)
    entrances = queries.floors_of(request.user, here)
    return render(request, "structure/building.html", {"building": here, "entrances": entrances})


@needs(EDIT)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    here = _building(request, pk)

    def save(name: str) -> None:
        actions.rename_building(actor=request.user, now=time.now(), building=here, name=name)

    form = BuildingForm(request.POST or None, initial={"name": here.name})
    return one_form(request, form, save, title=_("修改楼栋名称"), back=("structure:building", pk))


@needs(EDIT)
def new_unit(request: HttpRequest, pk: int) -> HttpResponse:
    here = _building(request, pk)

    def save(**given: Any) -> None:
        actions.create_unit(actor=request.user, now=time.now(), building=here, **given)

    usual = {"key": uuid4(), "handed_over_on": here.estate.handed_over_on, "status": Unit.Status.VACANT}
    form = UnitForm(request.POST or None, initial=usual)
    return one_form(request, form, save, title=_("新增房产"), back=("structure:building", pk))


@require_POST
@needs(EDIT)
def retire_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a room out of use; it stays in the records."""
    rows = Unit.objects.visible_to(request.user).select_related("building")
    unit = get_object_or_404(rows, pk=pk, retired_at=None)
    actions.retire_unit(actor=request.user, now=time.now(), unit=unit)
    messages.success(request, _("“%(unit)s”已停用，历史记录都还在。") % {"unit": unit.spoken_address})
    return redirect("structure:building", unit.building_id)


def _building(request: HttpRequest, pk: int) -> Building:
    return get_object_or_404(Building.objects.visible_to(request.user).select_related("estate"), pk=pk)


def _said(units: int) -> str:
    return ngettext("已建好 %(n)d 套房产。", "已建好 %(n)d 套房产。", units) % {"n": units}
