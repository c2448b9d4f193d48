"""The command line, the examples, and what goes out and comes in again."""

from collections import Counter
from datetime import date

import pytest

from guanjia.directory.owners.conftest import SHARED
from guanjia.directory.owners.filing import export_owners
from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit, Zone


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
