"""Meters and readings from workbooks: understood, doubted, undone."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.base import File

from guanjia.directory.places.models import Unit
from guanjia.engine.imports import work
from guanjia.engine.imports.actions import choose_columns, receive_file, start_import, undo_import
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.undo import take_back
from guanjia.kernel.errors import Refused
from guanjia.work.meters import actions
from guanjia.work.meters.models import Meter, MeterReading

pytestmark = pytest.mark.usefixtures("as_system")
SHARED = Path(__file__).resolve().parents[4] / "shared/data/templates"


@pytest.fixture
def meter(cast, now) -> Meter:
    return actions.register_meter(
        actor=cast.manager, now=now, estate=cast.estate, kind="cold_water", number="W1501", unit=cast.unit,
        installed_on=date(2025, 12, 28), start="100",
    )  # fmt: skip


@pytest.fixture
def bring_in(cast, acting, now, settings, tmp_path):
    """`bring_in("readings", [head, row, …])` or a file."""
    settings.MEDIA_ROOT = tmp_path / "files"

    def go(kind, rows, sheet="水表"):
        path = rows
        if isinstance(rows, list):
            path = tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx"
            with xlsxwriter.Workbook(str(path)) as workbook:
                made = workbook.add_worksheet(sheet)
                for at, row in enumerate(rows):
                    made.write_row(at, 0, row)
        with acting(cast.accountant), path.open("rb") as content:
            us = {"actor": cast.accountant, "now": now}
            run = receive_file(
                estate=cast.estate, kind=kind, upload=File(content, path.name), name=path.name, **us
            )
            choose_columns(run=run, tables=run.tables, **us)
        work.check(run.pk)
        with acting(cast.accountant):
            start_import(run=ImportRun.objects.get(pk=run.pk), **us)
        work.carry_out(run.pk)
        run.refresh_from_db()
        return run

    return go


def said(run) -> dict[str, str]:
    return {each["cell"] or str(each["row"]): each["code"] for each in run.problems}


HEAD = ["房号", "表号", "抄表日期", "上次读数", "本次读数"]


def test_readings_by_number_or_by_home(cast, meter, bring_in):
    run = bring_in(
        "readings", [HEAD, ["3-2-1501", "", "2026-01-28", 100, 112], ["", "W1501", "2026-02-28", "", "121.5"]]
    )
    assert (run.state, said(run)) == ("done", {})
    assert [str(each.used.normalize()) for each in meter.readings.order_by("on")] == ["0", "12", "9.5"]
    assert set(meter.readings.exclude(source="start").values_list("source", flat=True)) == {"excel"}


def test_every_fault_in_its_cell(cast, meter, bring_in):
    run = bring_in(
        "readings",
        [
            HEAD,
            ["3-2-1501", "", "2026-01-28", 99, "1I2"],
            ["9-9-99", "", "2026-01-28", "", 5],
            ["", "X7", "2026-01-28", "", 5],
            ["3-2-1501", "", "2026-13-28", "", 5],
            ["3-2-1501", "", "2026-02-28", 99, 112],
            ["3-2-1501", "", "2026-02-28", "", 113],
            ["3-2-1501", "", "2026-03-28", "", ""],
            ["3-2-1501", "", "2026-04-28", "", 90],
        ],
    )
    assert said(run) == {
        "E2": "not_a_number", "A3": "unit_missing", "B4": "meter_missing", "C5": "date_unreadable",
        "D6": "previous_differs", "E7": "repeated", "E8": "value_missing", "E9": "backwards",
    }  # fmt: skip
    assert MeterReading.objects.doubtful().get().value == 90
    assert MeterReading.objects.count() == 3


def test_a_file_sent_twice_changes_nothing(cast, meter, bring_in):
    rows = [HEAD, ["3-2-1501", "", "2026-01-28", "", 112]]
    bring_in("readings", rows)
    assert said(bring_in("readings", rows)) == {"E2": "known"}
    assert said(bring_in("readings", [HEAD, ["3-2-1501", "", "2026-01-28", "", 113]])) == {
        "E2": "read_already"
    }


def test_different_faults_are_counted_apart_each_in_its_cell(cast, meter, bring_in):
    run = bring_in(
        "readings",
        [
            HEAD,
            ["3-2-1501", "", "2026-01-28", "", "一百"],
            ["3-2-1501", "", "2026-02-28", "", "1O5"],
            ["3-2-1501", "", "2026-03-28", "", 1234567],
            ["3-2-1501", "", "2031-02-28", "", 120],
            ["3-2-1501", "", "2001-02-28", "", 5],
        ],
    )
    assert said(run) == {
        "E2": "not_a_number", "E3": "not_a_number", "E4": "beyond_dial", "C5": "day_ahead", "C6": "before_start",
    }  # fmt: skip
    assert run.problem_counts["code"]["not_a_number"] == 2


def test_an_import_is_undone_until_it_is_billed(cast, acting, now, meter, bring_in):
    run = bring_in("readings", [HEAD, ["3-2-1501", "", "2026-01-28", "", 112]])
    later = actions.take_reading(
        actor=cast.technician, now=now, meter=meter, on=date(2026, 2, 28), value="121"
    )
    made = meter.readings.get(source="excel")
    actions.mark_billed(now=now, readings=[made.pk])
    with acting(cast.accountant), pytest.raises(Refused, match="出过账单"):
        undo_import(actor=cast.accountant, now=now, run=run)
    actions.release_billed(readings=[made.pk])
    with acting(cast.accountant):
        undo_import(actor=cast.accountant, now=now, run=run)
    take_back(run.pk)
    later.refresh_from_db()
    assert (meter.readings.current().count(), later.used) == (2, 21)


def test_the_register_of_meters(cast, bring_in):
    head = ["表号", "表类型", "房屋", "倍率", "起始读数", "安装日期"]
    Unit.objects.create(
        company=cast.company,
        estate=cast.estate,
        building=cast.building,
        entrance="2",
        number="1502",
        key="3-2-1502",
    )
    rows = [
        head,
        ["E1", "电表", "3-2-1501", 1, 35.5, "2025-12-28"],
        ["W1", "冷水表", "3-2-1501", "", "", ""],
        ["W1", "冷水表", "3-2-1502", "", "", ""],
        ["W2", "神表", "3-2-1502", "", "", ""],
        ["", "水表", "3-2-1502", "", "", ""],
        ["W3", "水表", "3-2-1502", "x", "", ""],
        ["W4", "水表", "3-2-1502", "", "七", ""],
        ["P1", "电表", "", 40, 0, ""],
    ]
    run = bring_in("meters", rows, sheet="表")
    assert said(run) == {
        "A4": "number_repeated", "B5": "kind_unknown", "A6": "number_missing", "D7": "multiplier_unreadable",
        "E8": "not_a_number",
    }  # fmt: skip
    assert set(Meter.objects.values_list("number", "unit__key")) == {
        ("E1", "3-2-1501"), ("W1", "3-2-1501"), ("P1", None),
    }  # fmt: skip
    assert MeterReading.objects.get(meter__number="E1").on == date(2025, 12, 28)
    assert said(bring_in("meters", rows[:2], sheet="表")) == {"A2": "number_known"}


@pytest.mark.skipif(not SHARED.exists(), reason="the estates' own files are not here")
def test_the_fields_own_template_is_understood(cast, bring_in):
    run = bring_in("meters", SHARED / "meterMachine.xlsx")
    assert run.counts["rows"] >= 1
    assert "kind_unknown" in said(run).values(), "its kinds are codes of another system"
