"""Cancelling, crashing, two workers: with real transactions."""

import threading

import psycopg
import pytest
import xlsxwriter
from django.core.files.base import File
from django.db import connection

from guanjia.directory.places.models import Unit
from guanjia.engine.imports import actions, undo, work
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.progress import Progress

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready(cast, acting, now, settings, tmp_path):
    """A run that waits for its worker."""
    settings.MEDIA_ROOT = tmp_path / "files"
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["房号", "业主姓名"], ["7-1-101", "王芳"], ["7-1-102", "李四"]]):
            sheet.write_row(at, 0, row)
    with acting(cast.manager), path.open("rb") as content:
        run = actions.receive_file(
            actor=cast.manager,
            now=now,
            estate=cast.estate,
            kind="owners",
            upload=File(content, path.name),
            name=path.name,
        )
        actions.choose_columns(actor=cast.manager, now=now, run=run, tables=run.tables)
    work.check(run.pk)
    with acting(cast.manager):
        return actions.start_import(actor=cast.manager, now=now, run=run)


def seen(run, cast, acting):
    with acting(cast.manager):
        return ImportRun.objects.get(pk=run.pk), Unit.objects.filter(key__startswith="7-1-").count()


def test_cancel_is_heard_in_the_middle_and_nothing_stays(ready, cast, acting, now, monkeypatch):
    from guanjia.directory.owners.actions import _Writer

    monkeypatch.setattr("guanjia.engine.imports.progress.time.monotonic", iter(range(0, 10**6, 10)).__next__)
    write = _Writer.write_occupancies

    def press_cancel(writer):
        def other_connection():
            with acting(cast.manager):
                actions.cancel_import(actor=cast.manager, now=now, run=ready)
            connection.close()

        thread = threading.Thread(target=other_connection)
        thread.start()
        thread.join()
        write(writer)

    monkeypatch.setattr(_Writer, "write_occupancies", press_cancel)
    work.carry_out(ready.pk)
    run, units = seen(ready, cast, acting)
    assert (run.state, units) == ("cancelled", 0)


def test_progress_is_seen_from_outside_while_the_transaction_is_open(ready, cast, acting, monkeypatch):
    heard = []
    told = Progress.__call__

    def listen(progress, share):
        progress._last = -1.0
        told(progress, share)
        with progress.side.cursor() as cursor:
            cursor.execute("SELECT progress FROM imports_importrun WHERE id = %s", [ready.pk])
            heard.append(cursor.fetchone()[0])

    monkeypatch.setattr(Progress, "__call__", listen)
    work.carry_out(ready.pk)
    assert heard == sorted(heard)
    assert heard[-1] > 0.9


def test_a_killed_worker_leaves_it_to_be_started_again(ready, cast, acting, now, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(work, "keep_findings", die)
        with pytest.raises(Killed):
            work.carry_out(ready.pk)
    run, units = seen(ready, cast, acting)
    assert (run.state, units, work.is_held(run)) == ("running", 0, False)
    with acting(cast.manager):
        actions.begin_again(actor=cast.manager, now=now, run=run)
    work.carry_out(run.pk)
    assert seen(ready, cast, acting)[0].state == "done"
    assert seen(ready, cast, acting)[1] == 2


def test_a_database_that_was_restarted_is_said_and_leaves_nothing(ready, cast, acting, monkeypatch):
    def restart(*args):
        with psycopg.connect(**connection.get_connection_params()) as other, connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            other.execute("SELECT pg_terminate_backend(%s)", cursor.fetchone())
        ImportRun.objects.count()

    monkeypatch.setattr(work, "keep_findings", restart)
    work.carry_out(ready.pk)
    run, units = seen(ready, cast, acting)
    assert (run.state, units) == ("failed", 0)
    assert "可以重试" in run.error


def test_a_second_worker_does_nothing(ready, cast, acting):
    work.carry_out(ready.pk)
    work.carry_out(ready.pk)
    assert seen(ready, cast, acting)[1] == 2


def test_an_undo_that_dies_in_the_middle_leaves_everything_and_may_be_begun_again(
    ready, cast, acting, now, monkeypatch
):
    work.carry_out(ready.pk)
    with acting(cast.manager):
        actions.undo_import(actor=cast.manager, now=now, run=ready)

    def die(**facts):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(undo, "record", die)
        with pytest.raises(KeyboardInterrupt):
            undo.take_back(ready.pk)
    run, units = seen(ready, cast, acting)
    assert (run.state, units, run.percent < 100) == ("undoing", 2, True)
    with acting(cast.manager):
        assert Unit.objects.filter(key__startswith="7-1-", retired_at=None).count() == 2
        actions.begin_again(actor=cast.manager, now=now, run=run)
    undo.take_back(run.pk)
    with acting(cast.manager):
        assert not Unit.objects.filter(key__startswith="7-1-", retired_at=None).exists()


def test_an_undo_that_was_overtaken_says_why(ready, cast, acting, now, monkeypatch):
    from guanjia.directory.places.actions import set_unit_status

    work.carry_out(ready.pk)
    with acting(cast.manager):
        actions.undo_import(actor=cast.manager, now=now, run=ready)
        set_unit_status(actor=cast.manager, now=now, unit=Unit.objects.get(key="7-1-101"), status="let")
    undo.take_back(ready.pk)
    run, _units = seen(ready, cast, acting)
    assert run.state == "done"
    assert "之后又被修改过" in run.error


def test_cancel_before_an_undo_begins_leaves_it_done(ready, cast, acting, now):
    work.carry_out(ready.pk)
    with acting(cast.manager):
        run = actions.undo_import(actor=cast.manager, now=now, run=ready)
        actions.cancel_import(actor=cast.manager, now=now, run=run)
    undo.take_back(ready.pk)
    assert seen(ready, cast, acting)[0].state == "done"
