"""The standard of one estate for another: every difference side by side, the wanted ones ticked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanjia.engine.access import require
from guanjia.engine.params.copying import copy_parameters, differences
from guanjia.engine.params.declared import groups
from guanjia.engine.ui.forms import refuse
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.parameters.forms import CopyForm
from guanjia.screens.parameters.places import Place, place_at, places_of
from guanjia.screens.parameters.words import said


@login_required
def copy(request: HttpRequest) -> HttpResponse:
    """`from` and `to` name the estates. GET shows what differs, POST takes over what is ticked."""
    require(request.user, "parameters.edit")
    estates = [one for one in places_of(request.user) if one.estate]
    target = place_at(estates, request.GET.get("to", ""))
    others = [one for one in estates if one.code != target.code]
    source = place_at(others, request.GET.get("from", "")) if others else None
    found = differences(source.values(now()), target.values(now())) if source else []
    form = CopyForm(found, request.POST or None)
    if source and request.method == "POST" and form.is_valid():
        try:
            return _take_over(request, form, source, target)
        except Refused as no:
            refuse(form, no)
    ticked = form.data.getlist("names") if form.is_bound else [one.parameter.key for one in found]
    context = {"source": source, "target": target, "others": others, "form": form, "ticked": ticked,
               "groups": _grouped(found), "count": len(found)}  # fmt: skip
    return render(request, "parameters/copy.html", context)


def _take_over(request: HttpRequest, form: CopyForm, source: Place, target: Place) -> HttpResponse:
    done = copy_parameters(
        actor=request.user, now=now(), source=source.estate, target=target.estate, key=request.POST.get("key", ""),
        **form.cleaned_data,
    )  # fmt: skip
    words = ngettext("已照“%(name)s”设置 %(n)d 项参数", "已照“%(name)s”设置 %(n)d 项参数", done)
    messages.success(request, words % {"name": source.label, "n": done})
    return redirect(f"{reverse('parameters:list')}?at={target.code}")


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
