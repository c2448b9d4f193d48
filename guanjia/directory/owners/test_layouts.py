"""Workbooks as other offices keep them: each is understood without a correction, or asks a plain question."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from guanjia.directory.owners.importer import OWNERS
from guanjia.engine.access import system
from guanjia.engine.imports.columns import tables_of
from guanjia.engine.imports.fields import Scope
from guanjia.engine.imports.reading import read_file

TEMPLATES = Path(__file__).resolve().parents[4] / "shared/data/templates"


def book(path, sheets, merges=()):
    """`sheets`: name → rows. `merges`: (sheet, range, value)."""
    with xlsxwriter.Workbook(str(path)) as out:
        for name, rows in sheets.items():
            sheet = out.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            for _name, where, value in (one for one in merges if one[0] == name):
                sheet.merge_range(where, value)
    return path


@pytest.fixture
def understood(cast, acting, now):
    """Examine a file as a fresh estate's: its draft."""

    def examine(path):
        actor = system(cast.company.pk)
        with acting(actor):
            tables = tables_of(read_file(path, path.name), OWNERS)
            return OWNERS.examine(tables, Scope(actor, cast.other_estate, now, {}, lambda share: None))

    return examine


def people(draft):
    """Unit → (role, name, phones) of everybody in it."""
    found = {key: [] for key in draft.units}
    for (key, number, role), _stays in draft.occupancies.items():
        person = draft.people[number]
        found[key].append((role, person.first.name, tuple(person.phones)))
    return found


def troubles(draft):
    return [(one.cell or one.row, one.code) for one in draft.problems if one.severity != "info"]


def test_english_headings_in_the_first_row(understood, tmp_path):
    draft = understood(book(tmp_path / "a.xlsx", {"Sheet1": [
        ["No.", "Building", "Unit", "Room", "Owner", "Mobile", "Area (sqm)", "Handover date", "Status", "Remarks"],
        [1, 3, 2, 1501.0, "王芳", 13905710001, 89.5, 45352, "自住", "no dog"],
        [2, 3, 2, 1502.0, "John Smith", "+852 9123 4567", 120, "2024年3月1日", "出租", ""],
    ]}))  # fmt: skip
    assert people(draft) == {
        "3-2-1501": [("owner", "王芳", ("13905710001",))],
        "3-2-1502": [("owner", "John Smith", ("+85291234567",))],
    }
    first, second = draft.units.values()
    assert (first.area, first.handed_over_on, first.note) == (Decimal("89.50"), date(2024, 3, 1), "no dog")
    assert (second.handed_over_on, troubles(draft)) == (date(2024, 3, 1), [])


def test_english_with_one_number_for_the_home(understood, tmp_path):
    draft = understood(book(tmp_path / "a.xlsx", {"Owners": [
        ["ID", "Block", "Unit", "Owner Name", "Phone No", "Emergency Contact", "Emergency Phone"],
        [1, "A", "1501", "王芳", "13905710001", "李强", "13905710002"],
        [2, "A", "1502", "赵敏", "13905710003", "", ""],
    ]}))  # fmt: skip
    assert people(draft)["A-1501"] == [
        ("owner", "王芳", ("13905710001",)),
        ("contact", "李强", ("13905710002",)),
    ]
    assert (list(draft.units), troubles(draft)) == (["A-1501", "A-1502"], [])


def test_a_whole_address_and_name_with_phone_in_one_cell(understood, tmp_path):
    draft = understood(book(tmp_path / "a.xlsx", {"业主": [
        ["阳光花园业主登记"],
        ["序号", "地址", "业主及联系方式", "建面", "产权面积", "收费面积", "套内面积"],
        [1, "阳光花园3幢2单元1501", "王芳 13905710001", 89.5, 89.5, 88, 70],
        [2, "阳光花园3幢2单元1502室", "王建国13905710002、李秀英13905710003", 120, 120, 119, 90],
        [3, "阳光花园3幢2单元1503", "赵敏", "", "", "", ""],
        [4, "阳光花园3幢2单元1504", "孙丽 0571-88001234", 100, 100, 100, 80],
    ]}))  # fmt: skip
    assert people(draft) == {
        "3-2-1501": [("owner", "王芳", ("13905710001",))],
        "3-2-1502": [("owner", "王建国", ("13905710002",)), ("owner", "李秀英", ("13905710003",))],
        "3-2-1503": [("owner", "赵敏", ())],
        "3-2-1504": [("owner", "孙丽", ("0571-88001234",))],
    }
    assert (draft.units["3-2-1501"].area, troubles(draft)) == (Decimal("89.50"), [])


def test_merged_buildings_subtotals_and_two_phone_columns(understood, tmp_path):
    rows = [
        ["楼号", "单元", "房间", "户主", "电话1", "电话2", "紧急联系人", "紧急联系电话", "面积"],
        ["", "", "101", "王芳", "13905710001", "0571-88001234", "李强", "13905710009", 90],
        ["", "", "102", "赵敏", "13905710002", "", "", "", 90],
        ["1号楼小计", "", "", "", "", "", "", "", 180],
        ["2号楼", "一单元", "101", "孙丽", "", "", "", "", 88],
        ["", "", "102", "周强", "", "", "", "", 88],
        ["", "二单元", "101", "吴勇", "", "", "", "", 88],
        ["", "", "", "合计", "", "", "", "", 444],
        ["注：本表由前台更新"],
    ]
    merges = (("台账", "A2:A3", "1号楼"), ("台账", "B2:B3", "1单元"))
    draft = understood(book(tmp_path / "a.xlsx", {"台账": rows}, merges))
    assert list(draft.units) == ["1-1-101", "1-1-102", "2-1-101", "2-1-102", "2-2-101"]
    assert people(draft)["1-1-101"] == [
        ("owner", "王芳", ("13905710001", "0571-88001234")),
        ("contact", "李强", ("13905710009",)),
    ]
    assert [one.code for one in draft.problems] == ["total", "total", "note"]


def test_one_sheet_for_each_building(understood, tmp_path):
    head = ["房号", "姓名", "手机", "备注"]
    draft = understood(book(tmp_path / "a.xlsx", {
        "1栋": [head, ["1-101", "王芳", 13905710001.0, ""], ["2-101", "赵敏", 13905710002.0, "装修中"]],
        "2栋": [["阳光花园2栋业主表"], head, ["1-101", "孙丽", "", ""], ["1-102", "周强", "", ""]],
        "A座": [head, [1501.0, "吴勇", "", ""]],
        "说明": [["每月更新"]],
    }))  # fmt: skip
    assert list(draft.units) == ["1-1-101", "1-2-101", "2-1-101", "2-1-102", "A-1501"]
    assert troubles(draft) == []


def test_headings_between_the_rows(understood, tmp_path):
    draft = understood(book(tmp_path / "a.xlsx", {"Sheet1": [
        ["房号", "业主", "电话", "面积"],
        ["3号楼1单元"], ["101", "王芳", "", 90], ["102", "赵敏", "", 90], ["3号楼2单元"], ["101", "孙丽", "", 90],
    ]}))  # fmt: skip
    assert (list(draft.units), troubles(draft)) == (["3-1-101", "3-1-102", "3-2-101"], [])


def test_tenants_below_their_owners(understood, tmp_path):
    draft = understood(book(tmp_path / "a.xlsx", {"住户": [
        ["楼栋", "单元", "房号", "身份", "姓名", "联系电话", "入住日期"],
        ["5幢", "1", "301", "业主", "王芳", "13905710001", "2020.5.1"],
        ["", "", "", "租客", "赵敏", "13905710002", "2024/3/1"],
        ["", "", "", "家属", "赵小敏", "", ""],
        ["5幢", "1", "302", "业主", "孙丽", "", ""],
        ["", "", "", "业主", "周强", "", ""],
    ]}))  # fmt: skip
    assert people(draft) == {
        "5-1-301": [("owner", "王芳", ("13905710001",)), ("tenant", "赵敏", ("13905710002",)),
                     ("family", "赵小敏", ())],
        "5-1-302": [("owner", "孙丽", ())],
    }  # fmt: skip
    assert troubles(draft) == [("C6", "room_empty")]


def test_a_csv_with_semicolons(understood, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "房屋;业主姓名;电话;面积\n3幢2单元1501;王芳;13905710001;89,5\n3-2-1502;赵敏;;90\n总计;;;179\n",
        "utf-8",
    )
    draft = understood(path)
    assert (list(draft.units), draft.rows) == (["3-2-1501", "3-2-1502"], 2)
    assert (draft.units["3-2-1501"].area, troubles(draft)) == (Decimal("89.50"), [])


def test_shops_and_parking_on_sheets_of_their_own(understood, tmp_path):
    draft = understood(book(tmp_path / "a.xlsx", {
        "商铺": [["铺位号", "店名", "经营者", "联系电话", "租期"],
                 ["1F-08", "小王面馆", "王芳", "13905710001", "2024.3.1-2027.2.28"]],
        "车位": [["车位号", "车主", "手机", "车牌"], ["B1-023", "赵敏", "13905710002", "浙A12345"],
                 ["88", "孙丽", "", ""]],
    }))  # fmt: skip
    assert {key: row.kind or row.room.kind for key, row in draft.units.items()} == {
        "1F-08": "shop", "B1-023": "parking", "车位-88": "parking"
    }  # fmt: skip
    assert troubles(draft) == []


def test_owners_on_a_sheet_of_their_own_are_joined_by_number(understood, tmp_path):
    draft = understood(book(tmp_path / "a.xlsx", {
        "业主信息": [["业主编号", "业主名称", "手机号"], [1.0, "王芳", "13905710001"], [2.0, "赵敏", "13905710002"]],
        "房屋信息": [["房屋编号", "楼栋编号", "单元编号", "建筑面积", "业主编号"],
                     [1501.0, 3.0, 2.0, 89.5, 1.0], [1502.0, 3.0, 2.0, 90, 2.0], [1503.0, 3.0, 2.0, 90, 9.0]],
        "车位信息": [["车位编码", "面积", "业主编号"], ["C0001", 13, 1.0]],
    }))  # fmt: skip
    found = people(draft)
    assert found.pop("3-2-1501") == [("owner", "王芳", ("13905710001",))]
    assert found.pop("3-2-1502") == [("owner", "赵敏", ("13905710002",))]
    assert found.pop("3-2-1503") == []
    assert [who for (who,) in found.values()] == [("owner", "王芳", ("13905710001",))]
    assert troubles(draft) == [("E4", "owner_unlisted")]


@pytest.mark.skipif(not TEMPLATES.exists(), reason=f"the public templates are not here: {TEMPLATES}")
@pytest.mark.parametrize(("name", "units", "owners"), [("wy", 9, 5), ("hc", 9, 5), ("importRoom", 1, 1)])
def test_the_public_templates(understood, name, units, owners):
    draft = understood(TEMPLATES / f"{name}.xlsx")
    assert (len(draft.units), len(draft.people)) == (units, owners)
