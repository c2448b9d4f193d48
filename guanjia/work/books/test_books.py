"""Vouchers say what the journal says, codes are the accountant's, others' money is settled by two people."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from python_calamine import CalamineWorkbook

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.testing.cast import assemble
from guanjia.work.books import actions
from guanjia.work.books.conftest import FIRST, LAST, NOW, close, move
from guanjia.work.books.models import VoucherExport
from guanjia.work.books.queries import legs
from guanjia.work.books.rules import FIELDS, LAYOUTS, columns
from guanjia.work.ledger.matters import Matter
from guanjia.work.ledger.models import Closing
from guanjia.work.ledger.rules import Kind


def export(cast, **more) -> VoucherExport:
    usual = {"since": FIRST, "until": LAST, "layout": "kingdee", "grouping": "entry", "form": "text"}
    return actions.export_vouchers(actor=cast.accountant, now=NOW, estate=cast.estate, **{**usual, **more})


def read(export: VoucherExport) -> list[list[str]]:
    with export.file.open("rb") as file:
        return list(csv.reader(io.StringIO(file.read().decode(LAYOUTS[export.layout].encoding))))


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class Vouchers(TestCase):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.sampled_from([Kind.BANK, Kind.CARD]), st.integers(1, 10**9), st.integers(1, 31)),
            max_size=8,
        ),
        st.sampled_from(["entry", "day"]),
    )
    def test_sums_equal_the_journal_and_every_voucher_balances(self, posted, grouping):
        with acting_as(system(None)):
            cast = assemble()
            for kind, fen, day in posted:
                move(cast, kind, Kind.REVENUE, str(Decimal(fen) / 100), day=day)
            found = list(legs(cast.estate, since=FIRST, until=LAST, grouping=grouping))
        total = sum((Decimal(fen) for _, fen, _ in posted), Decimal(0)) / 100
        assert sum(leg.debit for leg in found) == sum(leg.credit for leg in found) == total
        by: dict[str, Decimal] = {}
        for leg in found:
            by[leg.key] = by.get(leg.key, Decimal(0)) + leg.debit - leg.credit
        assert not any(by.values())
        assert all((leg.debit > 0) != (leg.credit > 0) for leg in found)


pytestmark = pytest.mark.usefixtures("as_system")


def test_kingdee_takes_a_sheet_with_titles(cast):
    move(cast, Kind.BANK, Kind.REVENUE, "98.60")
    close(cast)
    done = export(cast)
    head, debit, credit = read(done)
    assert head[:5] == ["日期", "凭证字", "凭证号", "附件数", "分录序号"]
    assert debit == [
        "2026-10-05",
        "记",
        "1",
        "0",
        "1",
        "测试",
        "1002",
        "银行存款",
        "98.60",
        "",
        "RMB",
        "1",
        "钱会计",
    ]
    assert credit[6:10] == ["6001", "主营业务收入", "", "98.60"]
    assert (done.debits, done.rows, done.vouchers, done.entries) == (Decimal("98.60"), 2, 1, 1)


def test_yonyou_takes_a_text_with_its_first_line(cast):
    move(cast, Kind.BANK, Kind.REVENUE, "98.60")
    close(cast)
    head, debit, _credit = read(export(cast, layout="yonyou", grouping="day"))
    assert head == ["填制凭证", "V800"]
    assert debit == ["2026-10-05", "记", "1", "0", "收款", "1002", "98.60", "0", "0", "0", "0", "钱会计"]


def test_a_workbook_holds_the_same(cast):
    move(cast, Kind.BANK, Kind.REVENUE, "98.60")
    close(cast)
    with export(cast, form="xlsx").file.open("rb") as file:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(file.read())).get_sheet_by_index(0).to_python()
    assert rows[1][8] == 98.6 and rows[2][9] == 98.6


def test_the_accountants_codes_are_used(cast):
    move(cast, Kind.BANK, Kind.REVENUE, "10.00", ref="7")
    codes = {("bank", ""): ("100201", "建行"), ("revenue", "7"): ("600101", "")}
    us = {"actor": cast.accountant, "now": NOW, "company": cast.company}
    assert actions.set_codes(codes=codes, **us) == 2
    assert actions.set_codes(codes=codes, **us) == 0
    found = list(legs(cast.estate, since=FIRST, until=LAST, grouping="entry"))
    assert [(leg.code, leg.name) for leg in found] == [("100201", "建行"), ("600101", "主营业务收入")]
    with pytest.raises(Refused):
        actions.set_codes(codes={("bank", ""): ("10 02", "")}, **us)
    assert actions.set_codes(codes={("bank", ""): ("", "")}, **us) == 1


def test_only_closed_days_are_exported_and_twice_only_when_said(cast):
    move(cast, Kind.BANK, Kind.REVENUE, "10.00")
    with pytest.raises(Refused, match="已结账"):
        export(cast)
    close(cast)
    first = export(cast, key="k")
    assert export(cast, key="k") == first
    with pytest.raises(Refused, match="已经导出过"):
        export(cast, since=LAST)
    again = export(cast, again=True)
    assert again.again and again.first_number == 2
    with pytest.raises(Refused, match="同一个月"):
        export(cast, since=date(2026, 9, 1))
    with pytest.raises(Refused, match="没有记账"):
        export(cast, since=LAST, again=True)
    with pytest.raises(Forbidden):
        actions.export_vouchers(
            actor=cast.desk, now=NOW, estate=cast.estate, since=FIRST, until=LAST, layout="plain",
            grouping="day", form="text",
        )  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layouts_we_ship_can_be_read(layout):
    assert all(column.field in FIELDS or not column.field for column in columns(LAYOUTS[layout].columns))


@pytest.mark.parametrize("line", ["日期", "=date", "日期=nothing", "凭证字='记"])
def test_a_column_badly_written_is_refused(line):
    with pytest.raises(ValueError, match=line):
        columns([line])


def test_what_blocks_keeps_the_books_open(cast, monkeypatch):
    matter = Matter("小周的班还没有交", blocks=True)
    monkeypatch.setattr("guanjia.work.books.actions.closing.open_matters", lambda estate, through: [matter])
    with pytest.raises(Refused, match="小周的班"):
        close(cast)
    assert not Closing.objects.exists()
