"""The duty log of a post, and the change of shift."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanjia.engine.paper.render import render_listing
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.duty import papers
from guanjia.screens.duty.forms import EntryForm, GiveForm, TakeForm
from guanjia.screens.duty.watch import days_of, lent_keys, log_since, post_of, watch_of
from guanjia.work.duty import actions
from guanjia.work.duty.models import DutyEntry, Handover
from guanjia.work.duty.queries import held_back, open_matters

LOG = actions.LOG


@require_GET
@needs(LOG)
def home(request: HttpRequest) -> HttpResponse:
    """The log of my post: today's lines, what is open, who is on duty."""
    return _shown(request, post_of(request, request.GET.get("post")))


@require_POST
@needs(LOG)
def write(request: HttpRequest) -> HttpResponse:
    form, post = EntryForm(request.POST), post_of(request, request.POST.get("post"))
    if post is None or not form.is_valid():
        raise Http404
    try:
        actions.write_entry(actor=signed_in(request), now=now(), post=post, **form.cleaned_data)
    except Refused as no:
        return _shown(request, post, said=str(no), typed=form.cleaned_data["text"], status=422)
    return _shown(request, post)


@require_POST
@needs(LOG)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a matter."""
    return _matter(request, pk, actions.settle_matter, how=request.POST.get("word", "")[:200])


@require_POST
@needs("cases.supervise")
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervisor lets an important matter pass to the next shift."""
    return _matter(request, pk, actions.clear_matter, why=request.POST.get("word", "")[:200])


@require_http_methods(["GET", "POST"])
@needs(LOG)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the shift over."""
    post = post_of(request, str(pk))
    if post is None:
        raise Http404
    form = GiveForm(request.POST if request.method == "POST" else None, post=post, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            given = actions.hand_over(
                actor=signed_in(request),
                now=now(),
                post=post,
                counted=form.counted,
                note=said["note"],
                key=said["key"],
            )
            messages.success(request, _("已交班，请接班的同事点“接班”确认"))
            return redirect("duty:handover", given.pk)
        except Refused as no:
            refuse(form, no)
    matters = open_matters(post)
    context = {"post": post, "form": form, "matters": matters, "keys": lent_keys(post, signed_in(request)),
               "held": held_back(matters, giver_id=signed_in(request).pk)}  # fmt: skip
    return page(request, "duty/give.html", "", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(LOG)
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed over; taking it over."""
    found = _handover(request, pk)
    form = TakeForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_over(actor=signed_in(request), now=now(), handover=found, **form.cleaned_data)
            messages.success(request, _("已接班，未办事项由您这一班继续跟进"))
            return redirect(f"{reverse('duty:home')}?post={found.post_id}")
        except Refused as no:
            refuse(form, no)
    context = {
        "handover": found, "form": form, "log": log_since(found), "keys": lent_keys(found.post, signed_in(request)),
        "is_giver": found.given_by_id == signed_in(request).pk,
    }  # fmt: skip
    return page(request, "duty/handover.html", "", context, status=422 if form.errors else 200)


@require_POST
@needs(LOG)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _handover(request, pk)
    try:
        actions.withdraw_handover(actor=signed_in(request), now=now(), handover=found)
        messages.success(request, _("已收回，可以改过再交"))
    except Refused as no:
        messages.error(request, str(no))
    return redirect(f"{reverse('duty:home')}?post={found.post_id}")


@require_GET
@needs(LOG)
def print_book(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """The log (`log`) or the handovers (`handover`) of a post on paper, for the days `from`–`to`."""
    post, form = post_of(request, str(pk)), papers.BOOKS.get(paper)
    if post is None or form is None:
        raise Http404
    first, last, since, until = days_of(request, post)
    context = render_listing(
        form, papers.rows(paper, post, since, until), organisation=f"{post.estate.name} · {post.name}",
        period=f"{first} — {last}", size=request.GET.get("size", ""),
    )  # fmt: skip
    return render(request, "paper/listing.html", context | {"notes": [_(papers.PRINCIPLES)]})


def _handover(request: HttpRequest, pk: int) -> Handover:
    """One that was given, of a post that the person mans or oversees."""
    rows = Handover.objects.visible_to(signed_in(request)).exclude(given_at=None)
    found = get_object_or_404(rows.select_related("post__estate", "given_by", "taken_by", "kind"), pk=pk)
    if post_of(request, found.post_id) is None:
        raise Http404
    return found


def _matter(request: HttpRequest, pk: int, verb: Any, **word: str) -> HttpResponse:
    entry = get_object_or_404(DutyEntry.objects.visible_to(signed_in(request)), pk=pk)
    post = post_of(request, entry.post_id)
    if post is None:
        raise Http404
    said, status = "", 200
    try:
        verb(actor=signed_in(request), now=now(), entry=entry, **word)
    except Refused as no:
        said, status = str(no), 422
    return _shown(request, post, said=said, status=status)


def _shown(
    request: HttpRequest, post: Any, *, said: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    watch = watch_of(request, post, now=now())
    context = {"watch": watch, "said": said, "typed": typed, "key": uuid4()}
    return page(request, "duty/log.html", "log", context, status=status)
