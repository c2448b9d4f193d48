"""A small messy workbook of every kind of trouble, and the examples that estates gave us."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import typer
import xlsxwriter
from django.core.files.base import File
from typer.testing import CliRunner

from guanjia.directory.owners import commands
from guanjia.directory.owners.filing import export_owners
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Unit, Zone
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.imports import actions, work
from guanjia.engine.imports.models import ImportedRow, ImportRun
from guanjia.engine.imports.undo import take_back
from guanjia.engine.search.index import find
from guanjia.kernel.errors import Forbidden, Refused

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


def test_the_mess_is_understood_and_every_trouble_named_by_its_cell(bring_in, book, cast, acting):
    run = bring_in(book())
    assert run.state == "done", run.error
    assert set(codes(run)) == {
        ("D5", "area_unreadable"),
        ("E5", "date_unreadable"),
        ("I5", "status_unknown"),
        ("C7", "room_empty"),
        (8, "total"),
        ("G9", "phone_length"),
        ("H9", "id_masked"),
        ("H10", "id_shared"),
        (11, "row_repeated"),
    }
    with acting(cast.manager):
        units = {unit.key: unit for unit in Unit.objects.filter(building__name="3", key__startswith="3-1-")}
        assert set(units) == {"3-1-101", "3-1-102", "3-1-201", "3-1-202", "3-1-301", "3-1-302"}
        first = units["3-1-101"]
        assert (first.area, first.handed_over_on, first.floor, first.status) == (
            Decimal("90.50"),
            date(2017, 1, 8),
            1,
            "occupied",
        )
        assert (first.note, units["3-1-202"].status) == ("钥匙在前台", "vacant")
        people = {(o.unit.key, o.customer.name) for o in Occupancy.objects.filter(unit__in=units.values())}
        assert people == {
            ("3-1-101", "何涵"),
            ("3-1-101", "曾伟子"),
            ("3-1-102", "王芳"),
            ("3-1-201", "王芳"),
            ("3-1-301", "赵六"),
            ("3-1-302", "钱七"),
        }
        phones = {
            (p.customer.name, p.number, p.label) for p in Phone.objects.filter(number__startswith="137")
        }
        assert phones == {
            ("何涵", "13700000001", ""),
            ("曾伟子", "13700000002", ""),
            ("王芳", "13700000003", "女主人"),
            ("王芳", "13700000004", "儿子"),
        }


def test_same_name_and_phone_is_one_customer_unless_somebody_says_no(bring_in, book, cast, acting):
    run = bring_in(book())
    assert [(one["why"], one["merge"]) for one in run.duplicates] == [("phone", True), ("id_only", False)]
    with acting(cast.manager):
        assert Customer.objects.filter(name="王芳").count() == 1


def test_kept_apart_on_request(bring_in, book, cast, acting):
    bring_in(book(), decisions=lambda run: {run.duplicates[0]["key"]: False})
    with acting(cast.manager):
        assert Customer.objects.filter(name="王芳").count() == 2


def test_known_customers_are_recognised(bring_in, book, cast, acting):
    """王阿姨 is in the register with this phone; another home of hers makes no second customer."""
    with acting(cast.manager):
        number = cast.owner.phones.get().number
    run = bring_in(book([["3栋", "1单元", "501", "", "", cast.owner.name, number, "", "", ""]]))
    assert run.counts["customers_new"] == 0
    with acting(cast.manager):
        assert cast.owner.occupancies.count() == 2


def test_importing_again_changes_nothing(bring_in, book):
    bring_in(book())
    again = bring_in(book())
    assert again.counts["ledger"] == {}


def test_what_goes_out_comes_in_unchanged(bring_in, book, cast, acting, now, tmp_path):
    bring_in(book())
    path = tmp_path / "export.xlsx"
    with acting(cast.manager):
        rows = export_owners(actor=cast.manager, now=now, estate=cast.estate, path=path, reason="核对")
        assert rows == Occupancy.objects.count() + 1
    again = bring_in(path)
    assert (again.counts["ledger"], [p for p in again.problems if p["severity"] != "info"]) == ({}, [])


def test_an_export_fills_an_empty_estate_with_the_same(bring_in, book, cast, acting, now, tmp_path):
    bring_in(book())
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    with acting(cast.headquarters):
        export_owners(actor=cast.headquarters, now=now, estate=cast.estate, path=first, reason="核对")
    bring_in(first, estate=cast.other_estate, actor=cast.headquarters)
    with acting(cast.headquarters):
        export_owners(actor=cast.headquarters, now=now, estate=cast.other_estate, path=second, reason="核对")
    from guanjia.engine.imports.reading import read_file

    assert sorted(map(str, read_file(first, "1.xlsx")[0].rows)) == sorted(
        map(str, read_file(second, "2.xlsx")[0].rows)
    )


def test_tenants_go_only_into_rooms_that_are_there(bring_in, book, cast, acting):
    bring_in(book())
    head = ["房号", "房东", "租客姓名", "租客电话", "人数", "起租", "到期"]
    run = bring_in(
        book(
            [
                ["3-1-102", "王芳", "孙八", "13700000009", "2人", "2025.4.25", "2027-03-11"],
                ["9-9-999", "王芳", "周九", "", "", "", ""],
                ["3-1-101", "别人", "吴十", "", "", "", ""],
            ],
            head,
            "租户.xlsx",
        )
    )
    assert set(codes(run)) == {("A4", "unit_missing"), (5, "landlord_differs")}
    with acting(cast.manager):
        let = Occupancy.objects.get(customer__name="孙八")
        assert (let.role, let.since, let.until, let.residents) == (
            "tenant",
            date(2025, 4, 25),
            date(2027, 3, 11),
            2,
        )
        assert not Customer.objects.filter(name="周九").exists()


def test_shops_with_leases(bring_in, book, cast, acting):
    head = ["商铺编号", "商户名称", "营业执照号", "联系人", "电话", "面积", "租期", "消防责任书"]
    run = bring_in(
        book(
            [
                [
                    "A101",
                    "源隆餐饮馆",
                    "办理中",
                    "何琪建",
                    "0571-80327742转12",
                    23.5,
                    "2024.2.1-2025.2.30",
                    "√",
                ]
            ],
            head,
        )
    )
    assert set(codes(run)) == {("C3", "id_pending"), ("G3", "date_no_such_day")}
    with acting(cast.manager):
        shop = Occupancy.objects.get(unit__key="A-101")
        assert (shop.unit.kind, shop.customer.kind, shop.until) == ("shop", "company", date(2025, 2, 28))
        phone = shop.customer.phones.get()
        assert (phone.number, phone.digits, phone.label) == ("0571-80327742-12", "057180327742", "何琪建")
        assert shop.customer.note == "消防责任书：已签"


def test_butlers_become_zones(bring_in, book, cast, acting):
    head = ["房号", "业主", "管家"]
    run = bring_in(book([["3-1-101", "王芳", "林管家"], ["3-1-102", "李四", "没这个人"]], head))
    with acting(cast.manager):
        zones = {zone.name: zone.butler for zone in Zone.objects.filter(units__key__startswith="3-1-10")}
    assert cast.butler in zones.values()
    assert zones["没这个人片区"] is None
    assert [p["cell"] for p in run.problems if p["code"] == "butler_unknown"] == ["C4"]


def test_everything_is_in_the_audit_trail_and_can_be_found(bring_in, book, cast, acting):
    run = bring_in(book())
    with acting(cast.manager):
        made = ImportedRow.objects.filter(run=run)
        assert made.count() == AuditEntry.objects.filter(verb__endswith=".imported").count() > 20
        entry = AuditEntry.objects.filter(verb="unit.imported").first()
        assert (entry.actor_name, entry.after["key"]) == ("陈经理", "3-1-101")
        assert {hit.title for hit in find("3-1-102")} >= {"3栋1单元102"}
        assert {hit.title for hit in find("zengweizi")} == {"曾伟子"}
        assert {hit.title for hit in find("00003")} >= {"王芳"}


def test_a_whole_import_is_undone(bring_in, book, cast, acting, now):
    run = bring_in(book())
    with acting(cast.manager):
        actions.undo_import(actor=cast.manager, now=now, run=run)
    take_back(run.pk)
    with acting(cast.manager):
        assert not Unit.objects.filter(key__startswith="3-1-", retired_at=None, building__name="3").exists()
        assert not Customer.objects.filter(name="曾伟子", retired_at=None).exists()
        assert find("zengweizi") == []
        assert AuditEntry.objects.filter(verb="unit.import_undone").exists()
    assert bring_in(book()).state == "done"


def test_undo_gives_changed_records_their_old_values(bring_in, book, cast, acting, now):
    bring_in(book())
    run = bring_in(book([["3栋", "1单元", "101", 120, "", "何涵", "13700000001", "", "空置", ""]]))
    with acting(cast.manager):
        unit = Unit.objects.get(key="3-1-101", building__name="3")
        assert (unit.area, unit.status) == (Decimal("120.00"), "vacant")
        actions.undo_import(actor=cast.manager, now=now, run=run)
    take_back(run.pk)
    with acting(cast.manager):
        unit.refresh_from_db()
        assert (unit.area, unit.status) == (Decimal("90.50"), "occupied")


def test_undo_is_refused_when_somebody_built_on_it(bring_in, book, cast, acting, now):
    from guanjia.directory.places.actions import set_unit_status

    run = bring_in(book())
    with acting(cast.manager):
        set_unit_status(
            actor=cast.manager,
            now=now,
            unit=Unit.objects.get(key="3-1-301", building__name="3"),
            status="let",
        )
        with pytest.raises(Refused, match="之后又被修改过"):
            actions.undo_import(actor=cast.manager, now=now, run=run)


def test_undo_is_refused_when_something_refers_to_it(bring_in, book, cast, acting, now):
    run = bring_in(book())
    with acting(cast.manager):
        unit = Unit.objects.get(key="3-1-301", building__name="3")
        Occupancy.objects.create(company=cast.company, estate=cast.estate, unit=unit, customer=cast.owner)
        with pytest.raises(Refused, match="关联到这次导入"):
            actions.undo_import(actor=cast.manager, now=now, run=run)


def test_the_desk_may_not_import(bring_in, book, cast):
    with pytest.raises(Forbidden):
        bring_in(book(), actor=cast.desk)


def test_nothing_is_written_into_another_estate(bring_in, book, cast):
    with pytest.raises(Refused):
        bring_in(book(), estate=cast.other_estate)


def test_a_second_press_makes_no_second_run(bring_in, book, cast, acting, now):
    path = book()
    with acting(cast.manager):
        runs = []
        for _ in range(2):
            with path.open("rb") as content:
                runs.append(
                    actions.receive_file(
                        actor=cast.manager,
                        now=now,
                        estate=cast.estate,
                        kind="owners",
                        upload=File(content, path.name),
                        name=path.name,
                        key="k1",
                    )
                )
        assert runs[0].pk == runs[1].pk


def test_all_or_nothing(bring_in, book, cast, acting, monkeypatch):
    """A fault at the very end leaves nothing, and the run can be tried again."""
    from guanjia.directory.owners.actions import _Writer

    with monkeypatch.context() as patch:
        patch.setattr(_Writer, "index_customers", lambda self: 1 / 0)
        run = bring_in(book())
    assert run.state == "failed"
    with acting(cast.manager):
        assert not Unit.objects.filter(key="3-1-301").exists()
        actions.start_import(actor=cast.manager, now=run.uploaded_at, run=run)
    work.carry_out(run.pk)
    with acting(cast.manager):
        assert ImportRun.objects.get(pk=run.pk).state == "done"
        assert Unit.objects.filter(key="3-1-301").exists()


# the command line


@pytest.fixture
def guanjia(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    cli = typer.Typer()
    commands.register(cli)

    def run(*words):
        result = CliRunner().invoke(cli, [str(word) for word in words])
        return result.exit_code, json.loads(result.stdout)

    return run


def test_the_command_reports_what_it_did(guanjia, book, tmp_path):
    code, checked = guanjia("import", "owners", book(), "--estate", "YG", "--dry-run", "--json")
    assert (code, checked["state"], checked["rows"]) == (0, "checked", 8)
    code, report = guanjia("import", "owners", book(), "--estate", "YG", "--json")
    assert (code, report["state"]) == (0, "done")
    assert [report[name] for name in ("rows", "units", "customers", "occupancies", "merged")] == [
        8,
        6,
        5,
        6,
        1,
    ]
    assert report["rows_per_second"] > 0
    assert {"sheet", "row", "column", "cell", "code", "message", "severity"} == set(report["problems"][0])
    code, _out = guanjia("export", "owners", tmp_path / "out.xlsx", "--estate", "YG", "--json")
    assert (code, (tmp_path / "out.xlsx").exists()) == (0, True)


def test_the_command_refuses_with_a_code(guanjia, tmp_path):
    path = tmp_path / "a.xls"
    path.write_text("<html>")
    code, report = guanjia("import", "owners", path, "--estate", "YG", "--json")
    assert (code, report["code"]) == (1, "file_html")
    assert guanjia("import", "owners", path, "--estate", "NO", "--json")[1]["code"] == "estate_unknown"


# the examples

needs_examples = pytest.mark.skipif(
    not SHARED.exists(), reason=f"the example workbooks are not here: {SHARED}"
)


@needs_examples
def test_the_ledger_of_the_sunny_garden(guanjia):
    code, report = guanjia("import", "owners", SHARED / "阳光花园_业主台账.xlsx", "--estate", "YG", "--json")
    assert code == 0
    assert [report[name] for name in ("rows", "units", "repeated", "skipped")] == [1206, 1200, 6, 0]
    found = Counter(problem["code"] for problem in report["problems"])
    assert (found["id_masked"], found["phone_length"], found["total"], found["row_repeated"]) == (
        73,
        10,
        4,
        6,
    )
    code, tenants = guanjia("import", "owners", SHARED / "阳光花园_租户登记.csv", "--estate", "YG", "--json")
    assert (tenants["rows"], tenants["skipped"], tenants["occupancies"]) == (240, 67, 173)


@needs_examples
def test_the_shops_of_the_square(guanjia):
    code, report = guanjia("import", "owners", SHARED / "万和广场_商户.xls", "--estate", "YG", "--json")
    assert (code, report["units"], report["customers"]) == (0, 86, 86)


@needs_examples
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("坏文件_其实是网页.xls", "file_html"),
        ("坏文件_加密_密码123456.xlsx", "file_password"),
        ("坏文件_截断.xlsx", "file_damaged"),
    ],
)
def test_bad_files(guanjia, name, code):
    assert guanjia("import", "owners", SHARED / name, "--estate", "YG", "--json")[1]["code"] == code


@needs_examples
@pytest.mark.parametrize(
    "names",
    [
        ("阳光花园_业主台账.xlsx", "阳光花园_租户登记.csv"),
        ("万和广场_商户.xls",),
    ],
)
def test_an_example_goes_out_and_comes_in_unchanged(bring_in, cast, acting, now, tmp_path, names):
    for name in names:
        assert bring_in(SHARED / name).state == "done"
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    with acting(cast.headquarters):
        export_owners(actor=cast.headquarters, now=now, estate=cast.estate, path=first, reason="核对")
    assert bring_in(first).counts["ledger"] == {}
    bring_in(first, estate=cast.other_estate, actor=cast.headquarters)
    with acting(cast.headquarters):
        export_owners(actor=cast.headquarters, now=now, estate=cast.other_estate, path=second, reason="核对")
    from guanjia.engine.imports.reading import read_file

    rows = [sorted(map(str, read_file(path, path.name)[0].rows)) for path in (first, second)]
    assert rows[0] == rows[1]


def test_names_rooms_and_notes_written_by_hand_go_out_and_come_in(bring_in, cast, acting, now, tmp_path):
    """What people type into the pages follows no rule of the importer; the workbook carries it all the same."""
    with acting(cast.manager):
        odd = Unit.objects.create(
            company=cast.company, estate=cast.estate, building=cast.building, number="S001", key="S001", kind="shop"
        )  # fmt: skip
        zone = Zone.objects.create(company=cast.company, estate=cast.estate, name="东区（一期）")
        Unit.objects.filter(pk=odd.pk).update(zone=zone, note="电表：１２号\n水表，见附件")
        for name in ("张三、李四", "Ａ＆Ｂ 公司（杭州）", "王先生"):
            customer = Customer.objects.create(company=cast.company, name=name, note="备注：有；两条")
            Occupancy.objects.create(company=cast.company, estate=cast.estate, unit=odd, customer=customer)
        for since, until in ((date(2020, 1, 1), date(2020, 12, 31)), (date(2024, 1, 1), None)):
            Occupancy.objects.create(
                company=cast.company, estate=cast.estate, unit=odd, customer=cast.owner, role="tenant",
                since=since, until=until,
            )  # fmt: skip
        path = tmp_path / "out.xlsx"
        export_owners(actor=cast.manager, now=now, estate=cast.estate, path=path, reason="核对")
    run = bring_in(path)
    assert (run.counts["ledger"], run.counts["units_new"]) == ({}, 0)
