"""Editing policies: which targets apply when; each save is a new version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.engine.clock.actions import create_policy, publish_policy
from guanjia.engine.clock.migration import Aim
from guanjia.engine.clock.models import Calendar, ClockPolicy
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.clocks.forms import Lines, lines_of, rules_from
from guanjia.screens.clocks.queries import context_of, counting
from guanjia.screens.clocks.views import EDIT, migration, place_form


def _get(request: HttpRequest, pk: int) -> ClockPolicy:
    policies = ClockPolicy.objects.visible_to(request.user).select_related("current", "estate", "branch")
    return get_object_or_404(policies, pk=pk, current__isnull=False)


@needs(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    policy = _get(request, pk)
    calendars = Calendar.objects.visible_to(request.user).nearest(**policy.place).values_list("code", "name")
    lines = Lines(
        request.POST or None,
        initial=lines_of(policy.current.parsed),
        form_kwargs={"calendars": list(calendars)},
    )
    wrong = ""
    if request.method == "POST" and lines.is_valid():
        try:
            seen = int(request.POST.get("seen") or 0)
            rules = rules_from(lines)
            publish_policy(actor=request.user, now=now(), policy=policy, rules=rules, seen=seen)
            messages.success(request, _("已保存为新版本；计时中的事项仍按原来的版本，需要时可以套用新版本"))
            return redirect("clocks:policy", pk)
        except Refused as no:
            wrong = str(no)
    context = {"policy": policy, "lines": lines, "wrong": wrong, **context_of(policy, actor=request.user)}
    return page(request, "clocks/policy.html", "", context)


@needs(EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """A further policy, or one of a place's own that begins as a copy of what counts there."""
    form = place_form(request)
    if request.method == "POST" and form.is_valid():
        twin = counting(ClockPolicy, form.cleaned_data["code"], actor=request.user, place=form.place)
        rules = twin.current.parsed if twin else []
        try:
            made = create_policy(actor=request.user, now=now(), rules=rules, **form.given)
            return redirect("clocks:policy", made.pk)
        except Refused as no:
            refuse(form, no)
    return page(request, "clocks/new.html", "", {"form": form, "title": _("新时限标准")})


@needs(EDIT)
def migrate(request: HttpRequest, pk: int) -> HttpResponse:
    policy = _get(request, pk)
    return migration(request, Aim(policy=policy.current), name=policy.name, back=reverse("clocks:list"))
