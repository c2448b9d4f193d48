"""The month's roster: look, paint, copy, export; who is on duty now."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.directory.places.models import Estate
from guanjia.engine.access import require
from guanjia.engine.access.actor import may
from guanjia.engine.ui import shell
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.work.roster import actions, queries, rules
from guanjia.work.roster.export import workbook_of
from guanjia.work.roster.forms import CellForm, KindForm

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def month(request: HttpRequest) -> HttpResponse:
    require(request.user, "cases.view")
    shown = queries.month_of(
        estate=_estate(request), month=_month(request), actor=request.user, department_id=_department(request)
    )
    context = {
        "roster": shown,
        "estate_pk": shown.estate.pk,
        "before": rules.month_before(shown.month),
        "after": rules.month_after(shown.month),
        "today": localdate(now()),
        "may_edit": may(request.user, actions.EDIT),
        "kind_form": KindForm(),
        "departments": {line.staff.department for line in shown.lines if line.staff.department},
    }
    return page(request, "roster/month.html", "grid", context)


@login_required
@require_POST
def cell(request: HttpRequest) -> HttpResponse:
    form, estate = CellForm(request.user, request.POST), _estate(request)
    if not form.is_valid():
        raise Http404
    given, refusal, shift = form.cleaned_data, "", None
    try:
        shift = actions.set_shift(actor=request.user, now=now(), estate=estate, **given)
    except Refused as no:
        refusal = str(no)
        shift = queries.shift_on(estate=estate, staff=given["staff"], day=given["day"])
    context = {
        "day": given["day"],
        "shift": shift,
        "staff": given["staff"],
        "refusal": refusal,
        "estate_pk": estate.pk,
        "may_edit": True,
        "line": {"leave_days": {given["day"]} if queries.leave_on(given["staff"], given["day"]) else ()},
    }
    return render(request, "roster/month.html#cell", context, status=200 if not refusal else 422)


@login_required
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    estate, month = _estate(request), _month(request)
    copied = actions.copy_month(actor=request.user, now=now(), estate=estate, month=month)
    messages.success(request, _("已从上月复制 %(n)d 个班次；已排的格子没有改动") % {"n": copied})
    return redirect(f"{request.path.removesuffix('copy')}?month={month:%Y-%m}&estate={estate.pk}")


@login_required
@require_POST
def kinds(request: HttpRequest) -> HttpResponse:
    require(request.user, actions.EDIT)
    if request.POST.get("usual"):
        actions.set_up_kinds(actor=request.user, now=now())
        return redirect("roster:month")
    form = KindForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("班次没有保存：请把代码、名称和时间填完整"))
        return redirect("roster:month")
    try:
        actions.save_kind(actor=request.user, now=now(), **form.cleaned_data)
        messages.success(request, _("班次已保存，已排好的班不受影响"))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("roster:month")


@login_required
def export(request: HttpRequest) -> HttpResponse:
    require(request.user, "export.lists")
    shown = queries.month_of(estate=_estate(request), month=_month(request), actor=request.user)
    name = f"roster-{shown.estate.code}-{shown.month:%Y-%m}.xlsx"
    return HttpResponse(
        workbook_of(shown),
        content_type=EXCEL,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
def duty(request: HttpRequest) -> HttpResponse:
    """The partial "who is on duty now", for any screen to load."""
    require(request.user, "cases.view")
    shifts = queries.on_duty(estate=_estate(request), now=now(), department=_department(request))
    return render(request, "roster/on_duty.html", {"shifts": shifts})


def _estate(request: HttpRequest) -> Estate:
    """The one asked for, else the one chosen in the switcher, else the first."""
    mine = shell.estates(request)
    asked = request.POST.get("estate") or request.GET.get("estate") or shell.chosen_estate_id(request)
    found = next((estate for estate in mine if str(estate.pk) == str(asked)), None)
    if found or (mine and not asked):
        return found or mine[0]
    raise Http404


def _month(request: HttpRequest) -> date:
    return rules.parse_month(
        request.POST.get("month") or request.GET.get("month", ""), today=localdate(now())
    )


def _department(request: HttpRequest) -> int | None:
    asked = request.GET.get("department", "")
    return int(asked) if asked.isdecimal() else None
