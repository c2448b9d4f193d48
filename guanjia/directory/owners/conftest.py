"""What the tests here have in common."""

import json
from collections import Counter
from pathlib import Path

import pytest
import typer
import xlsxwriter
from django.core.files.base import File
from typer.testing import CliRunner

from guanjia.directory.owners import commands
from guanjia.engine.imports import actions, work
from guanjia.engine.imports.models import ImportRun

SHARED = Path(__file__).resolve().parents[4] / "shared/data/owners"


HEAD = ["楼栋", "单元", "房号", "面积", "交房日期", "业主姓名", "电话", "身份证号", "状态", "备注"]


MESS = [
    [
        "3栋",
        "1单元",
        101.0,
        "90.5㎡",
        "2017.1.8",
        "何 涵、曾伟子",
        "13700000001/13700000002",
        "",
        "自住",
        "钥匙在前台",
    ],
    [
        "3#",
        1,
        "102室",
        88,
        20160329.0,
        "王芳",
        "13700000003（女主人）13700000004（儿子）",
        "99000119500506036X",
        "出租",
        "",
    ],
    ["3幢", "1单元", "201", "大", "2017.13.1", "王 芳", "+86 137 0000 0003", "", "神秘", ""],
    ["3栋", "1单元", "202", "", "", "", "", "", "未交房", ""],
    ["3栋", "1单元", "", "", "", "李四", "", "", "", ""],
    ["小计", "", "", 300, "", "", "", "", "", ""],
    ["3栋", "1单元", "301", "", "", "赵六", "1370000000", "3301**********1234", "", ""],
    ["3栋", "1单元", "302", "", "", "钱七", "", "99000119500506036X", "", ""],
    [
        "3栋",
        "1单元",
        101.0,
        "90.5㎡",
        "2017.1.8",
        "何 涵、曾伟子",
        "13700000001/13700000002",
        "",
        "自住",
        "钥匙在前台",
    ],
]


@pytest.fixture
def book(tmp_path):
    def make(rows=MESS, head=HEAD, name="台账.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as workbook:
            sheet = workbook.add_worksheet("业主")
            sheet.merge_range(0, 0, 0, len(head) - 1, "业主台账")
            for at, row in enumerate([head, *rows], 1):
                sheet.write_row(at, 0, row)
        return path

    return make


@pytest.fixture
def bring_in(cast, acting, now, settings, tmp_path):
    """Import a file as the manager does: upload, check, decide, import."""
    settings.MEDIA_ROOT = tmp_path / "files"

    def go(path, estate=None, actor=None, decisions=None, key=""):
        actor = actor or cast.manager
        with acting(actor), path.open("rb") as content:
            run = actions.receive_file(
                actor=actor,
                now=now,
                estate=estate or cast.estate,
                kind="owners",
                upload=File(content, path.name),
                name=path.name,
                key=key,
            )
            actions.choose_columns(actor=actor, now=now, run=run, tables=run.tables)
        work.check(run.pk)
        with acting(actor):
            run = ImportRun.objects.get(pk=run.pk)
            if decisions:
                actions.decide_duplicates(actor=actor, now=now, run=run, decisions=decisions(run))
            actions.start_import(actor=actor, now=now, run=run)
        work.carry_out(run.pk)
        with acting(actor):
            return ImportRun.objects.get(pk=run.pk)

    return go


def codes(run):
    return Counter((problem["cell"] or problem["row"], problem["code"]) for problem in run.problems)


@pytest.fixture
def guanjia(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    cli = typer.Typer()
    commands.register(cli)

    def run(*words):
        result = CliRunner().invoke(cli, [str(word) for word in words])
        return result.exit_code, json.loads(result.stdout)

    return run
