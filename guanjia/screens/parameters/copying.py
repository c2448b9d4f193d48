"""The standard of one estate for another: every difference side by side, the wanted ones ticked."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanjia.engine.access import require
from guanjia.engine.access.actor import may
from guanjia.engine.clock import copying as clocks
from guanjia.engine.clock.actions.settings import EDIT
from guanjia.engine.clock.shipped import label_of
from guanjia.engine.clock.writing import split_seconds
from guanjia.engine.params.copying import differences
from guanjia.engine.params.declared import groups
from guanjia.engine.ui.forms import refuse
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.parameters.actions import copy_standard
from guanjia.screens.parameters.forms import CopyForm
from guanjia.screens.parameters.places import Place, place_at, places_of
from guanjia.screens.parameters.words import UNITS, said


@login_required
def copy(request: HttpRequest) -> HttpResponse:
    """`from` and `to` name the estates. GET shows what differs, POST takes over what is ticked."""
    require(request.user, "parameters.edit")
    estates = [one for one in places_of(request.user) if one.estate]
    target = place_at(estates, request.GET.get("to", ""))
    others = [one for one in estates if one.code != target.code]
    source = place_at(others, request.GET.get("from", "")) if others else None
    found = differences(source.values(now()), target.values(now())) if source else []
    aims = _policies(request, source, target)
    form = CopyForm(found, [one.code for one in aims], request.POST or None)
    if source and request.method == "POST" and form.is_valid():
        try:
            return _take_over(request, form, source, target)
        except Refused as no:
            refuse(form, no)
    ticked = form.data.getlist("names") if form.is_bound else [one.parameter.key for one in found]
    chosen = form.data.getlist("policies") if form.is_bound else [one.code for one in aims]
    context = {"source": source, "target": target, "others": others, "form": form, "ticked": ticked,
               "groups": _grouped(found), "policies": [_worded(one) for one in aims], "chosen": chosen}  # fmt: skip
    return render(request, "parameters/copy.html", context)


def _take_over(request: HttpRequest, form: CopyForm, source: Place, target: Place) -> HttpResponse:
    numbers, policies = copy_standard(
        actor=request.user, now=now(), source=source.estate, target=target.estate, key=request.POST.get("key", ""),
        **form.cleaned_data,
    )  # fmt: skip
    if numbers or not policies:
        words = ngettext("已照“%(name)s”设置 %(n)d 项参数", "已照“%(name)s”设置 %(n)d 项参数", numbers)
        messages.success(request, words % {"name": source.label, "n": numbers})
    if policies:
        words = ngettext(
            "已照“%(name)s”设置 %(n)d 个时限标准", "已照“%(name)s”设置 %(n)d 个时限标准", policies
        )
        messages.success(request, words % {"name": source.label, "n": policies})
    return redirect(f"{reverse('parameters:list')}?at={target.code}")


def _policies(request: HttpRequest, source: Place | None, target: Place) -> list[Any]:
    """The deadlines that differ, for whoever may set them."""
    if source is None or not may(request.user, EDIT):
        return []
    return clocks.differences(actor=request.user, source=source.estate, target=target.estate)


def _worded(one: clocks.Difference) -> tuple[str, str, list[str], list[str]]:
    """Code, name, and of the targets what only there and what only here is said."""
    theirs, ours = Counter(_targets(one.theirs)), Counter(_targets(one.ours) if one.ours else ())
    there, here = list(theirs - ours), list(ours - theirs)
    if not there and not here:
        there = here = [_("升级对象、暂停原因或先后次序不同")]
    return one.code, _(one.theirs.name), there, here


def _targets(policy: Any) -> list[str]:
    return [
        _("：").join((_named(rule, metric), _span(target)))
        for rule in policy.current.parsed for metric, target in rule.targets.items()
    ]  # fmt: skip


def _named(rule: Any, metric: str) -> str:
    said = [_(rule.label)] if rule.label else []
    if len(rule.targets) > 1 or not said:
        said.append(str(label_of(metric)))
    return " · ".join(said)


def _span(target: Any) -> str:
    amount, unit = (target.workdays, "workdays") if target.workdays else split_seconds(target.seconds)
    return f"{amount} {UNITS[unit]}"


def _grouped(found: list[Any]) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Per procedure or app: key, label, what holds there, what holds here."""
    by_key = {one.parameter.key: one for one in found}
    cards = []
    for group in groups():
        rows = [
            (one.key, _(str(one.label)), said(one, by_key[one.key].theirs.value), said(one, by_key[one.key].ours.value))
            for one in group.parameters if one.key in by_key
        ]  # fmt: skip
        if rows:
            cards.append((_(str(group.label)), rows))
    return cards
