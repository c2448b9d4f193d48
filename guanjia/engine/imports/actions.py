"""The steps of an import as a person takes them. The long ones are handed to a worker."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.once import once
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import record
from guanjia.engine.imports import safety
from guanjia.engine.imports.columns import describe, guess_at, tables_of
from guanjia.engine.imports.fields import importers
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.reading import read_file
from guanjia.engine.imports.undo import refuse_if_used
from guanjia.engine.imports.work import is_held
from guanjia.kernel.errors import Refused, Stale

State = ImportRun.State
TASKS = {State.CHECKING: "imports.check", State.RUNNING: "imports.carry_out", State.UNDOING: "imports.undo"}


def receive_file(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    kind: str,
    upload: "File[bytes]",
    name: str,
    limits: safety.Limits | None = None,
    key: str = "",
) -> ImportRun:
    """Keep the file and guess its columns. Raises BadFile when it cannot be read or holds no table."""
    importer = importers()[kind]
    require(actor, importer.permission)
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Refused(_("找不到这个项目。"), field="estate")
    limits = limits or safety.Limits()
    safety.refuse_size(upload.size, limits)

    def make() -> ImportRun:
        run = ImportRun(
            company_id=estate.company_id,
            estate=estate,
            kind=kind,
            name=name[-200:],
            size=upload.size,
            by_id=actor.pk,
            sha256=_sum(upload),
            uploaded_at=now,
        )
        run.file.save(name[-80:], upload, save=False)
        try:
            run.tables = _guessed(run, importer, limits)
            with transaction.atomic():
                run.save()
                record(
                    actor=actor,
                    now=now,
                    verb="import.uploaded",
                    of=run,
                    after={"name": run.name, "sha256": run.sha256},
                )
        except BaseException:
            run.file.delete(save=False)
            raise
        return run

    return once(ImportRun, key=key, verb="import.receive", actor=actor, now=now, make=make)


def choose_columns(*, actor: Actor, now: datetime, run: ImportRun, tables: list[dict[str, Any]]) -> ImportRun:
    """Take the columns as corrected and have the file checked."""
    if not any(one["used"] and any(one["columns"].values()) for one in tables):
        raise Refused(_("请至少选用一张工作表，并指定各列的含义。"))
    with transaction.atomic():
        run = _locked(actor, run, State.UPLOADED, State.PREVIEWED, State.FAILED, State.CANCELLED)
        run.tables, run.state, run.progress, run.error, run.cancel_asked = (
            tables,
            State.CHECKING,
            0,
            "",
            False,
        )
        run.save()
        record(actor=actor, now=now, verb="import.mapped", of=run, after={"tables": tables})
        _hand_over(run)
    return run


def point_at_headings(*, actor: Actor, now: datetime, run: ImportRun, rows: dict[str, int]) -> ImportRun:
    """`rows`: sheet → row of its heading, from 0. The columns of these sheets are guessed again."""
    with transaction.atomic():
        run = _locked(actor, run, State.UPLOADED, State.PREVIEWED, State.FAILED, State.CANCELLED)
        sheets = {sheet.name: sheet for sheet in read_file(Path(run.file.path), run.name)}
        for at, one in enumerate(run.tables):
            row = rows.get(one["sheet"], one["last"])
            if not 0 <= row < len(sheets[one["sheet"]].rows):
                raise Refused(
                    _("工作表“%(sheet)s”没有第 %(row)d 行。") % {"sheet": one["sheet"], "row": row + 1}
                )
            if row != one["last"]:
                run.tables[at] = guess_at(sheets[one["sheet"]], importers()[run.kind], row)
        run.state = State.UPLOADED
        run.save(update_fields=["tables", "state"])
        record(actor=actor, now=now, verb="import.heading", of=run, after=rows)
    return run


def decide_duplicates(
    *, actor: Actor, now: datetime, run: ImportRun, decisions: dict[str, bool]
) -> ImportRun:
    """Say for proposed duplicates whether they are one."""
    with transaction.atomic():
        run = _locked(actor, run, State.PREVIEWED)
        run.decisions = run.decisions | decisions
        run.save(update_fields=["decisions"])
        record(actor=actor, now=now, verb="import.decided", of=run, after=decisions)
    return run


def start_import(*, actor: Actor, now: datetime, run: ImportRun) -> ImportRun:
    """Have the file written. Also starts again a run that failed or was cancelled."""
    with transaction.atomic():
        run = _locked(actor, run, State.PREVIEWED, State.FAILED, State.CANCELLED)
        if importers()[run.kind].strict and run.problem_counts.get("severity", {}).get("error"):
            raise Refused(
                _("文件里还有错误，一行也不会导入。请按提示改好文件，再上传一次。"), code="import_errors"
            )
        run.state, run.progress, run.error, run.cancel_asked, run.started_at = (
            State.RUNNING,
            0,
            "",
            False,
            now,
        )
        run.save()
        record(actor=actor, now=now, verb="import.started", of=run)
        _hand_over(run)
    return run


def undo_import(*, actor: Actor, now: datetime, run: ImportRun) -> ImportRun:
    """Have the run taken back. Raises Refused, naming the reason, when later work stands on what it made."""
    with transaction.atomic():
        run = _locked(actor, run, State.DONE)
        with acting_as(system(run.company_id)):
            refuse_if_used(run)
        run.state, run.progress, run.error, run.cancel_asked = State.UNDOING, 0, "", False
        run.undone_by_id, run.started_at = actor.pk, now
        run.save()
        record(actor=actor, now=now, verb="import.undo_asked", of=run)
        _hand_over(run)
    return run


def begin_again(*, actor: Actor, now: datetime, run: ImportRun) -> ImportRun:
    """Hand a run to another worker after its own has died. Raises Stale while somebody works on it."""
    with transaction.atomic():
        run = _locked(actor, run, *TASKS)
        if is_held(run):
            raise Stale(_("后台正在处理，请稍候。"))
        run.progress, run.cancel_asked, run.started_at = 0, False, now
        run.save(update_fields=["progress", "cancel_asked", "started_at"])
        record(actor=actor, now=now, verb="import.begun_again", of=run)
        _hand_over(run)
    return run


def cancel_import(*, actor: Actor, now: datetime, run: ImportRun) -> ImportRun:
    """Stop: at once when nobody works on it, otherwise as soon as the worker hears of it. Nothing is written."""
    with transaction.atomic():
        run = _locked(actor, run, State.UPLOADED, State.PREVIEWED, *TASKS)
        run.cancel_asked = True
        if not run.is_working or not is_held(run):
            ended = (State.DONE, run.ended_at) if run.state == State.UNDOING else (State.CANCELLED, now)
            run.state, run.ended_at = ended
        run.save(update_fields=["cancel_asked", "state", "ended_at"])
        record(actor=actor, now=now, verb="import.cancelled", of=run)
    return run


def _hand_over(run: ImportRun) -> None:
    """Leave it to a worker (see jobs.py); the job is there when this transaction commits, or not at all."""
    app.configure_task(TASKS[State(run.state)], queue="imports").defer(run_id=run.pk)


def _locked(actor: Actor, run: ImportRun, *states: str) -> ImportRun:
    require(actor, importers()[run.kind].permission)
    fresh = ImportRun.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run.pk)
    if fresh.state not in states:
        raise Stale(
            _("这次导入的状态已经变了（现在是“%(state)s”），请刷新后再操作。")
            % {"state": fresh.get_state_display()}
        )
    return fresh


def _sum(upload: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _guessed(run: ImportRun, importer: Any, limits: safety.Limits) -> list[dict[str, Any]]:
    sheets = read_file(Path(run.file.path), run.name, limits)
    tables = tables_of(sheets, importer)
    if not tables:
        raise safety.BadFile(
            "file_no_table",
            _("没有找到表头。请确认表里有一行写着各列的名称，再上传一次。"),
        )
    return describe(sheets, tables)
