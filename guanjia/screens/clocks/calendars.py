"""Editing calendars: each save is a new version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.engine.clock import writing
from guanjia.engine.clock.actions import create_calendar, publish_calendar
from guanjia.engine.clock.holidays import cn_overrides
from guanjia.engine.clock.migration import Aim
from guanjia.engine.clock.models import Calendar
from guanjia.engine.clock.queries import preview_due
from guanjia.engine.clock.shipped import shipped_hours
from guanjia.engine.clock.targets import WORKDAYS
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.clocks.forms import CalendarForm
from guanjia.screens.clocks.queries import context_of, counting
from guanjia.screens.clocks.views import EDIT, migration, place_form


def _get(request: HttpRequest, pk: int) -> Calendar:
    calendars = Calendar.objects.visible_to(request.user).select_related("current", "estate", "branch")
    return get_object_or_404(calendars, pk=pk, current__isnull=False)


@needs(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = _get(request, pk)
    year = int(request.GET["year"]) if request.GET.get("year", "").isdecimal() else now().year
    version, verb = calendar.current, request.POST.get("verb", "save")
    form = CalendarForm(
        _with_holidays(request, year) if verb == "holidays" else request.POST or None,
        spec=version.spec, year=year, seen=version.number, name=calendar.name,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and verb == "save" and _publish(request, calendar, form):
        return redirect(f"{reverse('clocks:calendar', args=[pk])}?year={year}")
    spec = getattr(form, "new_spec", version.spec)
    context = {
        "calendar": calendar, "form": form, "year": year, "years": range(year - 1, year + 2),
        "due": preview_due(spec, now=now()), "unsaved": verb != "save",
        **context_of(calendar, actor=request.user),
    }  # fmt: skip
    return page(request, "clocks/calendar.html", "", context)


def _publish(request: HttpRequest, calendar: Calendar, form: CalendarForm) -> bool:
    data = form.cleaned_data
    try:
        publish_calendar(
            actor=request.user, now=now(), calendar=calendar, spec=form.new_spec, seen=data["seen"],
            name=data["name"],
        )  # fmt: skip
    except Refused as no:
        refuse(form, no)
        return False
    messages.success(request, _("已保存为新版本；计时中的事项仍按原来的版本，需要时可以套用新版本"))
    return True


def _with_holidays(request: HttpRequest, year: int) -> dict[str, str]:
    """What was typed, with the year's public holidays put in; nothing is saved yet."""
    typed = request.POST.dict()
    try:
        own = writing.read_overrides(typed.get("overrides", ""))
        typed["overrides"] = writing.write_overrides(cn_overrides(year) | own)
    except LookupError:
        messages.error(request, _("%(year)s 年的放假安排还没有公布或没有收录，请手工填写") % {"year": year})
    except ValueError:
        messages.error(request, _("请先改正特殊日期，再导入节假日"))
    return typed


@needs(EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """A further calendar, or one of a place's own that begins as a copy of what counts there."""
    form = place_form(request)
    if request.method == "POST" and form.is_valid():
        twin = counting(Calendar, form.cleaned_data["code"], actor=request.user, place=form.place)
        years = now().year, now().year + 1
        hours = twin.current.spec if twin else shipped_hours(WORKDAYS, zone="Asia/Shanghai", years=years)
        try:
            made = create_calendar(actor=request.user, now=now(), spec=hours, **form.given)
            return redirect("clocks:calendar", made.pk)
        except Refused as no:
            refuse(form, no)
    return page(request, "clocks/new.html", "", {"form": form, "title": _("新日历")})


@needs(EDIT)
def migrate(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = _get(request, pk)
    return migration(request, Aim(calendar=calendar.current), name=calendar.name, back=reverse("clocks:list"))
