"""Every register's pages: one set of views, the declaration says the rest."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.audit.changes import changes_of
from guanjia.engine.register import actions
from guanjia.engine.register.declaration import Register, find, registers
from guanjia.engine.register.reading import lines_for
from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.registers import queries
from guanjia.screens.registers.forms import RecordForm, RetireForm
from guanjia.screens.registers.lists import listing_of, private_of, rows_of, searched

VIEW, EDIT = "registers.view", "registers.edit"
LABELS = 200


@require_GET
@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """All registers by group."""
    every = sorted(registers().values(), key=lambda one: (str(one.group), one.code))
    groups = [(label, list(some)) for label, some in groupby(every, key=lambda one: one.group)]
    return render(request, "registers_pages/index.html", {"groups": groups})


@needs(VIEW)
def listing(request: HttpRequest, code: str) -> Any:
    register = _register(code)
    context = {
        "register": register,
        "paper": register.paper,
        "may_keep": actions.may_keep(register, request.user),
    }
    return listing_of(register).respond(
        request, rows_of(register, request), template="registers_pages/list.html", context=context
    )


@require_GET
@needs(VIEW)
def row(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The facts, what was done about it, and what can be done."""
    register = _register(code)
    found = _row(request, register, pk)
    context = {
        "register": register, "row": found, "facts": queries.facts_of(register, found),
        "state": register.state(found),
        "changes": changes_of(request.user, [(register.model, [pk])], doings=register.doings),
        "cases": queries.cases_about(request.user, register, found),
        "starts": queries.starts(request.user, register, found),
        "may_keep": actions.may_keep(register, request.user), "retire_form": RetireForm(),
        "has_number": any(getattr(found, name) for name in private_of(register)),
    }  # fmt: skip
    return page(request, "registers_pages/row.html", "", context)


@require_POST
@needs(VIEW)
@needs("phones.reveal")
def number(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The phone of a line in full. That it was looked at is kept."""
    register = _register(code)
    full = actions.reveal_numbers(
        register=register, actor=request.user, now=now(), row=_row(request, register, pk), fields=private_of(register)
    )  # fmt: skip
    return HttpResponse(full, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@needs(EDIT)
def new(request: HttpRequest, code: str) -> HttpResponse:
    register = _register(code)
    actions.require_keeper(register, request.user)
    form = RecordForm(
        register, request.POST or None, actor=request.user, estates=shell.estates(request), estate=_estate(request),
        initial=request.GET.dict(),
    )  # fmt: skip

    def save() -> Any:
        return actions.add_record(
            register=register, actor=request.user, now=now(), estate=form.estate, values=form.values,
            key=request.POST.get("key", "")[:80],
        )  # fmt: skip

    return _form_page(request, register, form, save, None)


@needs(EDIT)
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    register = _register(code)
    actions.require_keeper(register, request.user)
    found = _row(request, register, pk)
    form = RecordForm(
        register, request.POST or None, actor=request.user, estates=[], estate=found.estate, row=found
    )
    seen = request.POST.get("version", "")

    def save() -> Any:
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        return actions.change_record(
            register=register, actor=request.user, now=now(), row=found, values=form.values, version=version
        )

    return _form_page(request, register, form, save, found)


def _form_page(request: HttpRequest, register: Register, form: Any, save: Any, of: Any) -> HttpResponse:
    """Done, it leads to the line."""
    if form.is_bound and form.is_valid():
        try:
            kept = save()
            messages.success(request, _("已保存。"))
            if register.readers and not lines_for(register, request.user).filter(pk=kept.pk).exists():
                return redirect("registers:list", register.code)
            return redirect("registers:row", register.code, kept.pk)
        except Refused as no:
            refuse(form, no)
    context = {"register": register, "form": form, "row": of}
    return render(request, "registers_pages/form.html", context, status=422 if form.errors else 200)


@needs(EDIT)
def retire(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Out of use, with a reason."""
    register = _register(code)
    found = _row(request, register, pk)
    try:
        actions.retire_record(
            register=register, actor=request.user, now=now(), row=found, reason=request.POST.get("reason", "")
        )
        messages.success(request, _("已停用，记录仍可查。"))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("registers:row", code, pk)


@require_GET
@needs(VIEW)
def labels(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet of QR labels of the lines that the list shows."""
    register = _register(code)
    rows = rows_of(register, request)
    if text := request.GET.get("q", "").strip():
        rows = searched(register, rows, text)
    drawn = [
        (request.build_absolute_uri(reverse("registers:row", args=[code, one.pk])), register.label_lines(one))
        for one in rows.order_by("pk")[:LABELS]
    ]
    context = {"register": register, "labels": drawn, "document": {"title": register.label}, "size": "a4"}
    return render(request, "registers_pages/labels.html", context)


def _register(code: str) -> Register:
    try:
        return find(code)
    except KeyError:
        raise Http404 from None


def _row(request: HttpRequest, register: Register, pk: int) -> Any:
    return get_object_or_404(lines_for(register, request.user).select_related("estate"), pk=pk)


def _estate(request: HttpRequest) -> Any:
    """The chosen estate, else the first of the person's."""
    mine = shell.estates(request)
    chosen = shell.chosen_estate_id(request)
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)
