"""Opening balances from a workbook: every fault in its cell, all rows or none, and out again as a whole."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.imports import actions
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.undo import take_back
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.kernel.time import now as clock
from guanjia.work.arrears import commands
from guanjia.work.arrears.conftest import HEAD
from guanjia.work.ledger.actions import Move, account, close_books, post, sides, today
from guanjia.work.ledger.models import Account, Charge, Entry, Tariff
from guanjia.work.ledger.rules import Kind

pytestmark = pytest.mark.usefixtures("as_system", "fee")
SHARED = Path(__file__).resolve().parents[4] / "shared/data/templates"
JAN = ["3-2-1501", "王阿姨", "物业费", "2026-01-01", "2026-01-31", "2026-01-15", 295.8, ""]
FEB = ["3栋2单元1501", "王阿姨", "物业费", "2026-02-01", "2026-02-28", "", "295.80元", 500]


def prepaid(cast, customer=None) -> Decimal:
    ref = str((customer or cast.owner).pk)
    return sum(Account.objects.filter(kind=Kind.PREPAID.value, ref=ref).values_list("balance", flat=True))


def faults(run) -> dict[str, str]:
    return {each["cell"]: each["code"] for each in run.problems if each["severity"] == "error"}


def test_arrears_and_prepaid_balances_come_into_the_books(cast, book, bring_in):
    run = bring_in(book([JAN, FEB]))
    assert (run.state, run.counts["charges"], run.counts["amount"]) == ("done", 2, "591.60")
    january, february = Charge.objects.order_by("period_start")
    assert (january.kind, january.amount, january.due_on) == ("opening", Decimal("295.80"), date(2026, 1, 15))
    assert (january.unit, january.customer, january.origin) == (cast.unit, cast.owner, f"import:{run.pk}")
    assert (february.due_on, february.on) == (date(2026, 2, 28), today(cast.estate, run.ended_at))
    assert prepaid(cast) == 500
    legs = {(t.debit.kind, t.credit.kind) for e in Entry.objects.all() for t in e.transfers.all()}
    assert legs == {("receivable", "opening"), ("opening", "prepaid")}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({0: "9-9-9999"}, {"A2": "unit_missing"}),
        ({0: ""}, {"A2": "room_empty"}),
        ({1: "王五"}, {"B2": "person_unknown"}),
        ({2: "神秘费"}, {"C2": "item_unknown"}),
        ({2: ""}, {"C2": "item_missing"}),
        ({6: "29五.8"}, {"G2": "amount_unreadable"}),
        ({6: "abc"}, {"G2": "amount_unreadable"}),
        ({6: 0}, {"G2": "amount_not_positive"}),
        ({6: -5}, {"G2": "amount_not_positive"}),
        ({6: 12.345}, {"G2": "amount_places"}),
        ({6: 1e12}, {"G2": "amount_large"}),
        ({3: "2026-02-30"}, {"D2": "date_no_such_day"}),
        ({3: "明天"}, {"D2": "date_unreadable"}),
        ({4: "2025-12-31"}, {"E2": "period_backwards"}),
        ({3: "", 4: "", 5: ""}, {"D2": "period_missing"}),
        ({7: "-3"}, {"H2": "amount_not_positive"}),
    ],
)
def test_a_fault_is_named_in_its_cell_and_nothing_is_booked(book, bring_in, change, fault):
    row = [change.get(at, cell) for at, cell in enumerate(JAN)]
    run = bring_in(book([row, FEB]))
    assert {cell: code for cell, code in faults(run).items() if cell == next(iter(fault))} == fault
    assert run.state == "previewed"
    assert not Charge.objects.exists()
    assert not Entry.objects.exists()


def test_every_wrong_cell_of_a_row_is_named_at_once(book, bring_in):
    run = bring_in(book([["9-9-9999", "王阿姨", "神秘费", "2026-02-30", "下月", "", "29五.8", "-3"]]))
    assert faults(run) == {
        "A2": "unit_missing", "C2": "item_unknown", "D2": "date_no_such_day", "E2": "date_unreadable",
        "G2": "amount_unreadable", "H2": "amount_not_positive",
    }  # fmt: skip


def test_the_same_arrear_twice_is_refused(book, bring_in):
    assert faults(bring_in(book([JAN, JAN]))) == {"G3": "repeated"}
    assert bring_in(book([JAN])).state == "done"
    again = bring_in(book([JAN], name="又来.xlsx"))
    assert (again.state, faults(again)) == ("previewed", {"G2": "charged"})
    assert Charge.objects.count() == 1


def test_the_same_prepaid_twice_is_refused(cast, book, bring_in):
    only = [["3-2-1501", "", 500]]
    head = ["房号", "业主姓名", "预存余额"]
    assert bring_in(book(only, head)).state == "done"
    assert faults(bring_in(book(only, head, name="又来.xlsx"))) == {"C2": "prepaid_known"}
    assert prepaid(cast) == 500


def test_a_closed_day_is_refused_in_its_cell(cast, book, bring_in):
    this_day = today(cast.estate, clock())
    yesterday = this_day - timedelta(days=1)
    close_books(actor=cast.manager, now=clock(), estate=cast.estate, kind="day", through=yesterday)
    head = [*HEAD, "记账日期"]
    assert faults(bring_in(book([[*JAN, yesterday.isoformat()]], head))) == {"I2": "closed"}
    assert faults(bring_in(book([[*JAN, "2100-01-01"]], head))) == {"I2": "on_future"}
    assert bring_in(book([[*JAN, this_day.isoformat()]], head)).state == "done"


def test_what_was_paid_is_taken_off(book, bring_in):
    head = [
        "房屋",
        "收费项目",
        "缴费周期",
        "开始时间",
        "结束时间",
        "缴费时间",
        "应缴金额",
        "实缴金额",
        "收银员",
        "备注",
    ]
    part = ["3-2-1501", "物业费", 12, "2024-01-01", "2025-01-01", "2024-03-01", 1000, 400, "张三", "手工导入"]
    full = [
        "3-2-1501",
        "物业费",
        12,
        "2023-01-01",
        "2024-01-01",
        "2023-03-01",
        1000,
        1000,
        "张三",
        "手工导入",
    ]
    run = bring_in(book([part, full], head))
    assert run.state == "done"
    assert [each.amount for each in Charge.objects.all()] == [600]
    assert [each["code"] for each in run.problems] == ["paid_up"]


def test_a_car_fee_goes_by_the_plate(cast, book, bring_in):
    Customer.objects.filter(pk=cast.owner.pk).update(tags=["浙A12345"])
    Tariff.objects.create(company=cast.company, estate=cast.estate, code="car", name="车位费")
    head = ["车牌号", "收费项目", "开始时间", "结束时间", "应缴金额"]
    run = bring_in(book([["浙A12345", "车位费", "2026-01-01", "2026-01-31", 150]], head))
    assert run.state == "done", run.problems
    assert (Charge.objects.get().customer, Charge.objects.get().unit) == (cast.owner, None)
    assert faults(bring_in(book([["浙A00000", "车位费", "2026-02-01", "", 150]], head))) == {
        "A2": "plate_unknown"
    }


def test_prepaid_of_a_home_with_two_owners_needs_a_name(cast, book, bring_in):
    other = Customer.objects.create(company=cast.company, name="李叔叔")
    Occupancy.objects.create(company=cast.company, estate=cast.estate, unit=cast.unit, customer=other)
    head = ["房号", "业主姓名", "预存余额"]
    assert faults(bring_in(book([["3-2-1501", "", 500]], head))) == {"C2": "person_several"}
    assert bring_in(book([["3-2-1501", "李叔叔", 500]], head)).state == "done"
    assert prepaid(cast, other) == 500


def test_an_arrear_of_a_home_without_owner_stays_with_the_home(cast, book, bring_in):
    empty = Unit.objects.create(
        company=cast.company,
        estate=cast.estate,
        building=cast.building,
        entrance="2",
        number="1502",
        key="3-2-1502",
    )
    assert bring_in(book([["3-2-1502", "", *JAN[2:]]])).state == "done"
    assert (Charge.objects.get().unit, Charge.objects.get().customer) == (empty, None)


def test_an_import_is_undone_by_reversal_and_may_come_again(cast, acting, book, bring_in, now):
    run = bring_in(book([JAN, FEB]))
    with acting(cast.accountant):
        actions.undo_import(actor=cast.accountant, now=now, run=run)
    take_back(run.pk)
    run.refresh_from_db()
    assert run.state == "undone"
    assert not Charge.objects.open().exists()
    assert prepaid(cast) == 0
    assert Entry.objects.exclude(reverses=None).count() == 2
    assert bring_in(book([JAN, FEB], name="改好.xlsx")).state == "done"
    assert Charge.objects.open().count() == 2


def test_what_was_paid_meanwhile_keeps_the_import(cast, acting, book, bring_in, now, fee):
    run = bring_in(book([JAN, FEB]))
    owed, _income = sides(cast.estate, fee, Charge.Kind.OPENING)
    post(
        actor=cast.cashier, now=now, estate=cast.estate, kind="payment", text="收款",
        moves=[Move(account(cast.estate, Kind.CASH, "1"), owed, Decimal(10), charge=Charge.objects.first())],
    )  # fmt: skip
    with acting(cast.accountant), pytest.raises(Refused, match="1 笔欠费已经收款"):
        actions.undo_import(actor=cast.accountant, now=now, run=run)


def test_prepaid_that_was_used_keeps_the_import(cast, acting, book, bring_in, now):
    run = bring_in(book([FEB]))
    wallet = account(cast.estate, Kind.PREPAID, cast.owner.pk)
    post(
        actor=cast.cashier, now=now, estate=cast.estate, kind="refund", text="退款",
        moves=[Move(wallet, account(cast.estate, Kind.BANK), Decimal(1))],
    )  # fmt: skip
    with acting(cast.accountant), pytest.raises(Refused, match="预存余额已经动用"):
        actions.undo_import(actor=cast.accountant, now=now, run=run)


def test_only_who_runs_the_bills_may_bring_them_in(cast, book, bring_in):
    for actor in (cast.desk, cast.cashier, cast.technician):
        with pytest.raises(Forbidden):
            bring_in(book([JAN]), actor=actor)


@pytest.fixture
def command(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    cli = typer.Typer()
    cli.callback()(lambda: None)
    commands.register(cli)

    def run(*words):
        done = CliRunner().invoke(cli, ["import", "arrears", *map(str, words), "--json"])
        return done.exit_code, json.loads(done.output)

    return run


def test_the_command_line(cast, book, command):
    status, report = command(book([JAN, FEB]), "--estate", "YG", "--dry-run")
    assert (status, report["state"], report["amount"]) == (0, "checked", "591.60")
    assert not Charge.objects.exists()
    status, report = command(book([JAN, FEB]), "--estate", "YG")
    assert (status, report["state"], Charge.objects.count()) == (0, "done", 2)
    status, report = command(book([[*JAN[:6], "x", ""]]), "--estate", "YG")
    assert (status, report["code"], report["problems"][0]["cell"]) == (1, "import_errors", "G2")


def test_no_workbook_is_refused(cast, command, tmp_path):
    for name, content in {"a.xlsx": b"MZ\x90", "b.xlsx": b"", "c.exe": b"MZ", "d.csv": b"a,b\n1,2\n"}.items():
        path = tmp_path / name
        path.write_bytes(content)
        status, report = command(path, "--estate", "YG")
        assert (status, report["refused"]) == (1, True), name
    assert not ImportRun.objects.exclude(state="failed").exists()


@pytest.mark.skipif(not SHARED.exists(), reason="the estates' own files are not here")
@pytest.mark.parametrize("name", ["importFeeDetail.xlsx", "importCarFeeDetail.xlsx"])
def test_the_fields_own_templates_are_understood(cast, command, name):
    status, report = command(SHARED / name, "--estate", "YG", "--dry-run")
    assert status == 0
    assert report["rows"] >= 3
    assert {each["code"] for each in report["problems"]} & {"item_unknown", "plate_unknown", "paid_up"}


@pytest.mark.skipif(not SHARED.exists(), reason="the estates' own files are not here")
def test_a_workbook_of_something_else_is_refused(cast, command):
    status, report = command(SHARED / "hc.xlsx", "--estate", "YG", "--dry-run")
    assert (status, report["code"]) == (1, "file_no_table")
