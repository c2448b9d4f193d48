"""The key cabinet: find a key by scanning or typing, lend it or take it back without leaving the keyboard."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.key_cabinet.actions import lend_over_counter
from guanjia.screens.key_cabinet.forms import LendForm
from guanjia.screens.key_cabinet.queries import Board, Held, board_of
from guanjia.screens.key_cabinet.rules import steps_at_once
from guanjia.work.cases.actions import complete_step
from guanjia.work.cases.actions.steps import whose_not
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.forms import StepForm

SEE, LEND = "registers.view", "cases.register"


@require_GET
@needs(SEE)
def home(request: HttpRequest) -> HttpResponse:
    """The cabinet, and the key that was asked for."""
    typed = request.GET.get("q", "")[:200]
    board = _board(request)
    found = board.found(typed)
    chosen = found[0] if len(found) == 1 else None
    form = _form(request, chosen, None, now()) if chosen else None
    return _shown(request, board, typed=typed, found=found, chosen=chosen, form=form)


@require_POST
@needs(SEE)
@needs(LEND)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Lend the key, or do the step that the person saw open."""
    at, board = now(), _board(request)
    held = next((one for one in board.all if one.key.pk == pk), None)
    if held is None:
        raise Http404
    seen = request.POST.get("step", "")
    form = _form(request, held, request.POST, at, seen=seen)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(request, held, form, seen, at))
            return redirect("key_cabinet:home")
        except Refused as no:
            refuse(form, no)
    said = "" if form is not None else _("这把钥匙的情况刚有变化，请看最新的再办")
    return _shown(
        request, board, typed=held.key.tag, found=[held], chosen=held, form=form, said=said, status=422
    )


def _done(request: HttpRequest, held: Held, form: Any, seen: str, at: datetime) -> str:
    """What was done, in words. Raises Refused."""
    actor, tag, once = signed_in(request), held.key.tag, request.POST.get("once", "")[:80]
    if not seen:
        case = lend_over_counter(
            actor=actor, now=at, key=held.key, answers=form.answers, uploads=form.uploads, once=once
        )
        if not steps_at_once(held.key.kind):
            return _("%(tag)s 已申请，批准后再来领取（%(number)s）") % {"tag": tag, "number": case.number}
        if case.is_over:
            return _("业主没有同意，%(tag)s 不借出") % {"tag": tag}
        return _("%(tag)s 已借给%(who)s") % {"tag": tag, "who": form.answers["borrower"]}
    step = next(one for one in held.steps if one.code == seen)
    complete_step(
        actor=actor, now=at, case=step.case, step=seen, answers=form.answers, uploads=form.uploads, key=once
    )
    label = _(procedure_of(step.case).steps[seen].label)
    return _("%(tag)s：“%(step)s”已办") % {"tag": tag, "step": label}


def _form(request: HttpRequest, held: Held, data: Any, at: datetime, *, seen: str | None = None) -> Any:
    """To lend, or for the open step; None when it is not this person's turn or no longer as it was seen."""
    actor, files = signed_in(request), request.FILES or None
    step = held.step
    if seen is not None and seen != (step.code if step else ""):
        lending = not seen and not held.key.retired_at
        return LendForm(held.key, data, files, actor=actor, now=at) if lending else None
    if step is None:
        return None if held.key.is_out else LendForm(held.key, data, files, actor=actor, now=at)
    spec = procedure_of(step.case).steps[step.code]
    if whose_not(step.case, step, spec, actor, now=at):
        return None
    first = {"key_state": "returned"}
    return StepForm(spec, data, files, case=step.case, actor=actor, initial=first)


def _board(request: HttpRequest) -> Board:
    mine, chosen = shell.estates(request), shell.chosen_estate_id(request)
    estate = next((one for one in mine if one.pk == chosen), mine[0] if mine else None)
    return board_of(estate, actor=signed_in(request), now=now()) if estate else Board([])


def _shown(request: HttpRequest, board: Board, *, status: int = 200, **context: Any) -> HttpResponse:
    form, held = context["form"], context["chosen"]
    if form is not None:
        _focus(form)
    if held and held.step:
        context["step"] = procedure_of(held.step.case).steps[held.step.code]
    return page(
        request, "key_cabinet/cabinet.html", "", {"board": board, "once": uuid4(), **context}, status=status
    )


def _focus(form: forms.Form) -> None:
    """The first box to type in; taking a key back wants no more than Enter."""
    if "key_state" not in form.fields:
        typed = [field for field in form.fields.values() if isinstance(field.widget, forms.TextInput)]
        for field in typed[:1]:
            field.widget.attrs["autofocus"] = True
