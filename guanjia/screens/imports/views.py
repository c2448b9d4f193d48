"""Upload, columns, preview, progress, result: one import after another."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.directory.owners.filing import export_owners
from guanjia.directory.places.models import Estate
from guanjia.directory.places.queries import estates_of
from guanjia.engine.imports import actions
from guanjia.engine.imports.fields import importers
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.work import is_held
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.imports import queries
from guanjia.screens.imports.forms import UploadForm, decisions_from, headings_from, tables_from

State = ImportRun.State


def _run(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(
        ImportRun.objects.visible_to(request.user).select_related("estate", "by", "undone_by"), pk=pk
    )


@needs("import.view")
def listing(request: HttpRequest) -> HttpResponse:
    runs = (
        ImportRun.objects.visible_to(request.user)
        .defer("problems", "duplicates")
        .select_related("estate", "by")
    )
    before = request.GET.get("before", "")
    shown = list((runs.filter(pk__lt=before) if before.isdecimal() else runs).order_by("-pk")[:31])
    context = {
        "runs": shown[:30],
        "more": len(shown) > 30,
        "last": shown[:30][-1].pk if shown else 0,
        "estates": estates_of(request.user),
    }
    return page(request, "imports/list.html", "runs", context)


@needs("import.run")
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.user)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.receive_file(
                actor=request.user,
                now=now(),
                estate=data["estate"],
                kind=data["kind"],
                upload=data["file"],
                name=data["file"].name,
                key=request.POST.get("key", ""),
            )
            return redirect("imports:columns", made.pk)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
            status = 422
    return page(request, "imports/upload.html", "", {"form": form}, status=status)


@needs("import.run")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if request.method == "POST":
        try:
            if "again" in request.POST:
                actions.point_at_headings(
                    actor=request.user, now=now(), run=run, rows=headings_from(request.POST, run)
                )
                return redirect("imports:columns", pk)
            actions.choose_columns(
                actor=request.user, now=now(), run=run, tables=tables_from(request.POST, run)
            )
            return redirect("imports:run", pk)
        except Refused as no:
            messages.error(request, str(no))
    context = {"run": run, "sheets": queries.sheets_of(run), "fields": importers()[run.kind].fields}
    return page(request, "imports/columns.html", "", context)


@needs("import.view")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    if found.state == State.UPLOADED:
        return redirect("imports:columns", pk)
    context = {
        "run": found, "kinds": queries.problem_kinds(found), "stuck": _is_stuck(found),
        "counted": queries.counted(found), "is_blocked": queries.is_blocked(found),
    }  # fmt: skip
    if not found.is_working and found.state not in (State.FAILED, State.CANCELLED):
        context["preview"] = queries.preview_of(found, request.GET)
    return page(request, "imports/run.html", "rows", context)


def _is_stuck(run: ImportRun) -> bool:
    """Long in work, and nobody at it: its worker has died."""
    started = run.started_at or run.uploaded_at
    return run.is_working and (now() - started).total_seconds() > 60 and not is_held(run)


@needs("import.view")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    response = page(request, "imports/run.html", "progress", {"run": found, "stuck": _is_stuck(found)})
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@needs("import.run")
@require_POST
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    return _then(
        request,
        pk,
        _("已记下您的决定，导入时照此办理。"),
        lambda: actions.decide_duplicates(
            actor=request.user, now=now(), run=found, decisions=decisions_from(request.POST, found)
        ),
    )


@needs("import.run")
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    return _then(request, pk, "", lambda: actions.start_import(actor=request.user, now=now(), run=found))


@needs("import.run")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    return _then(request, pk, "", lambda: actions.cancel_import(actor=request.user, now=now(), run=found))


@needs("import.run")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    return _then(request, pk, "", lambda: actions.undo_import(actor=request.user, now=now(), run=found))


@needs("import.run")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    return _then(request, pk, "", lambda: actions.begin_again(actor=request.user, now=now(), run=found))


def _then(request: HttpRequest, pk: int, done: str, act) -> HttpResponse:
    try:
        act()
        if done:
            messages.success(request, done)
    except Refused as no:
        messages.error(request, str(no))
    return redirect("imports:run", pk)


@needs("export.lists")
@require_POST
def export(request: HttpRequest, estate: int) -> HttpResponse:
    found = get_object_or_404(Estate.objects.visible_to(request.user), pk=estate)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "owners.xlsx"
        export_owners(
            actor=request.user,
            now=now(),
            estate=found,
            path=path,
            reason=request.POST.get("reason", ""),
        )
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.name}_{now():%Y%m%d}.xlsx")
