"""The desk's pages of meters."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.meters import queries
from guanjia.screens.meters.forms import DialForm, MeterForm, RemoveForm, ReplaceForm
from guanjia.screens.meters.lists import METERS
from guanjia.work.ledger.actions import today
from guanjia.work.meters import actions
from guanjia.work.meters.models import Meter, MeterReading
from guanjia.work.meters.queries import with_last

READ, EDIT = "meters.read", "meters.edit"


@needs(READ)
def listing(request: HttpRequest) -> Any:
    rows = with_last(Meter.objects.visible_to(request.user).filter(retired_at=None).with_place())
    return METERS.respond(request, rows, template="meters_screen/list.html")


@needs(READ)
def sheet(request: HttpRequest) -> HttpResponse:
    """A round typed in: every line is kept when it is left; the button keeps all at once."""
    chosen = queries.round_of(request, now())
    buildings = queries.buildings_of(chosen, request.user)
    is_said = "building" in request.GET or "building" in request.POST
    following = queries.one_building(chosen, buildings, is_said=is_said)
    refused = _keep_all(request, chosen) if request.method == "POST" else {}
    rows = queries.rows_of(chosen, request.user)
    for row in rows:
        row.refused = refused.get(row.pk, "")  # type: ignore[attr-defined]
    context = {
        "chosen": chosen, "rows": rows, "buildings": buildings, "following": following,
        "kinds": Meter.Kind.choices, "done": sum(bool(row.today) for row in rows),  # type: ignore[attr-defined]
    }  # fmt: skip
    return page(request, "meters_screen/sheet.html", "", context, status=422 if refused else 200)


def _keep_all(request: HttpRequest, chosen: queries.Round) -> dict[int, str]:
    """Refusals by meter."""
    if chosen.estate is None or chosen.on is None:
        return {}
    typed = {
        int(name[2:]): value.strip()
        for name, value in request.POST.items()
        if name.startswith("v-") and name[2:].isdecimal() and value.strip()
    }
    taken = actions.take_readings(
        actor=request.user, now=now(), estate=chosen.estate, on=chosen.on, values=typed
    )
    return {each.meter.pk: each.refused for each in taken if each.refused}


@require_POST
@needs(READ)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the sheet, left with a number in it."""
    found = _meter(request, pk)
    chosen = queries.round_of(request, now())
    on = chosen.on or today(found.estate, now())
    typed = request.POST.get(f"v-{pk}", "").strip()
    found.today, found.refused = None, ""
    if typed:
        taken = actions.take_readings(
            actor=request.user, now=now(), estate=found.estate, on=on, values={pk: typed}
        )
        found.today, found.refused = taken[0].reading, taken[0].refused
    return render(request, "meters_screen/sheet.html#line", {"row": found, "typed": typed})


@require_GET
@needs(READ)
def checking(request: HttpRequest) -> HttpResponse:
    """What the arithmetic doubts, and what nobody has read this month."""
    chosen = queries.round_of(request, now())
    context = {
        "doubtful": queries.doubtful(request.user, shell.chosen_estate_id(request)), "chosen": chosen,
        "missing": queries.missing(chosen, request.user), "kinds": Meter.Kind.choices,
    }  # fmt: skip
    return page(request, "meters_screen/checking.html", "", context)


@require_POST
@needs(EDIT)
def estimate(request: HttpRequest) -> HttpResponse:
    chosen = queries.round_of(request, now())
    ids = [int(each) for each in request.POST.getlist("meter") if each.isdecimal()]
    back = (
        f"{request.path.replace('estimates', 'checking')}?estate={chosen.estate.pk if chosen.estate else ''}"
    )

    def act() -> str:
        if chosen.on is None or not ids:
            raise Refused(_("请先勾选要估抄的表"))
        made = actions.estimate_readings(
            actor=request.user, now=now(), estate=chosen.estate, meters=ids, on=chosen.on,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
        return ngettext("已估抄 %(n)d 块表", "已估抄 %(n)d 块表", len(made)) % {"n": len(made)}

    return _then(request, act, f"{back}&kind={chosen.kind}")


@require_POST
@needs(EDIT)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = _reading(request, pk)
    said = request.POST

    def act() -> str:
        actions.confirm_reading(
            actor=request.user,
            now=now(),
            reading=found,
            reason=said.get("reason", ""),
            rolled="rolled" in said,
        )
        return _("已确认，可以出账")

    return _then(request, act, "meters:checking" if "checking" in said else ("meters:meter", found.meter_id))


@require_POST
@needs(EDIT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    found = _reading(request, pk)
    said = request.POST

    def act() -> str:
        actions.correct_reading(
            actor=request.user, now=now(), reading=found, value=said.get("value", ""),
            reason=said.get("reason", ""), key=said.get("key", "")[:80],
        )  # fmt: skip
        return _("已更正，原来的读数仍可查")

    return _then(request, act, "meters:checking" if "checking" in said else ("meters:meter", found.meter_id))


def _then(request: HttpRequest, act: Any, to: Any) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as no:
        messages.error(request, str(no))
    return redirect(*to) if isinstance(to, tuple) else redirect(to)


@require_GET
@needs(READ)
def photo(request: HttpRequest, pk: int) -> FileResponse:
    found = _reading(request, pk)
    if not found.photo:
        raise Http404
    return FileResponse(
        found.photo.open("rb"), content_type="image/jpeg", headers={"Cache-Control": "private"}
    )


@require_GET
@needs(READ)
def meter(request: HttpRequest, pk: int) -> HttpResponse:
    """The device and everything that was read off it, corrections included."""
    found = _meter(request, pk)
    readings = MeterReading.objects.visible_to(request.user).filter(meter=found)
    context = {
        "meter": found, "readings": readings.select_related("confirmed_by").order_by("-on", "-pk")[:200],
        "code": request.build_absolute_uri(f"{reverse('meters:phone')}?{urlencode({'q': found.number})}"),
    }  # fmt: skip
    return page(request, "meters_screen/meter.html", "", context)


@needs(EDIT)
def new(request: HttpRequest) -> HttpResponse:
    first = {"estate": shell.chosen_estate_id(request)}
    form = MeterForm(request.POST or None, actor=request.user, initial=first)

    def save(**given: Any) -> Meter:
        return actions.register_meter(actor=request.user, now=now(), key=_key(request), **given)

    return _one_form(request, form, save, _("登记新表"))


@needs(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _meter(request, pk)
    first = {"number": found.number, "place": found.place, "dial": found.dial}

    def save(**given: Any) -> Meter:
        return actions.edit_meter(actor=request.user, now=now(), meter=found, **given)

    return _one_form(request, DialForm(request.POST or None, initial=first), save, _("修改"), found)


@needs(EDIT)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    found = _meter(request, pk)
    first = {"on": today(found.estate, now()), "multiplier": found.multiplier.normalize()}

    def save(**given: Any) -> Meter:
        return actions.replace_meter(actor=request.user, now=now(), meter=found, key=_key(request), **given)

    return _one_form(request, ReplaceForm(request.POST or None, initial=first), save, _("换表"), found)


@needs(EDIT)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _meter(request, pk)

    def save(**given: Any) -> Meter:
        return actions.remove_meter(actor=request.user, now=now(), meter=found, **given)

    first = {"on": today(found.estate, now())}
    return _one_form(request, RemoveForm(request.POST or None, initial=first), save, _("拆表"), found)


def _one_form(
    request: HttpRequest, form: Any, save: Any, title: str, of: Meter | None = None
) -> HttpResponse:
    """The page of one form; done, it leads to the meter."""
    if form.is_bound and form.is_valid():
        try:
            made = save(**form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("meters:meter", made.pk)
        except Refused as no:
            refuse(form, no)
    context = {"form": form, "title": title, "meter": of}
    return render(request, "meters_screen/form.html", context, status=422 if form.errors else 200)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:80]


def _meter(request: HttpRequest, pk: int) -> Any:
    rows = with_last(Meter.objects.visible_to(request.user).filter(retired_at=None).with_place())
    return get_object_or_404(rows.select_related("estate", "unit__building", "building", "replaces"), pk=pk)


def _reading(request: HttpRequest, pk: int) -> MeterReading:
    return get_object_or_404(MeterReading.objects.visible_to(request.user).select_related("meter"), pk=pk)
