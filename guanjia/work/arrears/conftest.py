"""Workbooks of arrears, and bringing them in as the accountant does."""

from contextlib import suppress

import pytest
import xlsxwriter
from django.core.files.base import File

from guanjia.engine.imports import actions, work
from guanjia.engine.imports.models import ImportRun
from guanjia.kernel.errors import Refused
from guanjia.work.ledger.models import Tariff

HEAD = ["房号", "业主姓名", "收费项目", "开始时间", "结束时间", "应缴日期", "欠费金额", "预存余额"]


@pytest.fixture
def fee(cast) -> Tariff:
    return Tariff.objects.create(company=cast.company, code="wy", name="物业费")


@pytest.fixture
def book(tmp_path):
    """`book([[…]])`: a file with these rows."""

    def make(rows, head=HEAD, sheet="欠费", name="欠费.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as workbook:
            made = workbook.add_worksheet(sheet)
            for at, row in enumerate([head, *rows]):
                made.write_row(at, 0, row)
        return path

    return make


@pytest.fixture
def bring_in(cast, acting, now, settings, tmp_path):
    """Upload, check, import – in the accountant's name. A file with a fault stays where it is."""
    settings.MEDIA_ROOT = tmp_path / "files"

    def go(path, kind="arrears", actor=None):
        actor = actor or cast.accountant
        with acting(actor), path.open("rb") as content:
            run = actions.receive_file(
                actor=actor,
                now=now,
                estate=cast.estate,
                kind=kind,
                upload=File(content, path.name),
                name=path.name,
            )
            actions.choose_columns(actor=actor, now=now, run=run, tables=run.tables)
        work.check(run.pk)
        with acting(actor), suppress(Refused):
            actions.start_import(actor=actor, now=now, run=ImportRun.objects.get(pk=run.pk))
        work.carry_out(run.pk)
        with acting(actor):
            return ImportRun.objects.get(pk=run.pk)

    return go
