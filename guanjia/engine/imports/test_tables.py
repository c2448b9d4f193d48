from guanjia.engine.imports.columns import guess
from guanjia.engine.imports.fields import Field
from guanjia.engine.imports.reading import Sheet
from guanjia.engine.imports.tables import find_table, heading_key, table_at

KNOWN = ["房号", "姓名", "电话", "面积", "管家"]
FIELDS = (
    Field("number", "房号", ("房号",)),
    Field("name", "姓名", ("姓名", "业主姓名")),
    Field("tenant", "租户", ("租户姓名",)),
    Field(
        "phone",
        "电话",
        ("电话", "联系电话"),
        lambda cell: str(cell).isdigit() and len(str(cell)) == 11,
        many=True,
        alone=True,
    ),
)


def test_headings_without_their_ornaments():
    assert heading_key("建筑面积\n(㎡)") == "建筑面积"
    assert heading_key("房 号*：") == "房号"


def test_title_rows_and_a_heading_of_two_rows():
    sheet = Sheet(
        "台账",
        [
            ["业主台账", "", "", ""],
            ["填表人：客服部", "", "", ""],
            ["房屋", "", "业主信息", ""],
            ["房 号", "面积\n(㎡)", "姓名", "联系\n电话"],
            ["101", 90, "王芳", "13800138000"],
        ],
        [((0, 0), (0, 3)), ((2, 0), (2, 1)), ((2, 2), (2, 3))],
    )
    table = find_table(sheet, KNOWN)
    assert table.heading == range(2, 4)
    assert table.groups == ["房屋", "房屋", "业主信息", "业主信息"]
    assert [heading_key(label) for label in table.labels] == ["房号", "面积", "姓名", "联系电话"]


def test_no_heading_no_table():
    assert find_table(Sheet("说明", [["本表每月更新"]]), KNOWN) is None


def test_rows_that_are_no_data_are_skipped_with_the_reason():
    rows = [
        ["房号", "姓名", "电话"],
        ["101", "王芳", "1"],
        ["小计", 1, ""],
        ["", "", ""],
        ["房号", "姓名", "电话"],
        ["102", "李四", "2"],
        ["合  计", 2, ""],
        ["制表：    审核：", "", ""],
        ["注：以上数据截至十月", "", ""],
    ]
    table = table_at(Sheet("s", rows), range(1))
    table.columns = {0: "number", 1: "name", 2: "phone"}
    assert [at for at, _cells in table.rows()] == [1, 5]
    assert [(skip.row, skip.reason) for skip in table.skipped] == [
        (2, "total"),
        (3, "empty"),
        (4, "heading"),
        (6, "total"),
        (7, "note"),
        (8, "note"),
    ]


def test_a_merged_column_fills_its_rows():
    sheet = Sheet("s", [["房号", "管家"], ["101", "马飞"], ["102", ""], ["103", ""]], [((1, 1), (3, 1))])
    table = table_at(sheet, range(1))
    table.columns = {0: "number", 1: "butler"}
    assert [cells for _at, cells in table.rows()] == [["101", "马飞"], ["102", "马飞"], ["103", "马飞"]]


def test_columns_by_heading_by_group_and_by_content():
    rows = [
        ["", "业主信息", "租户信息", ""],
        ["房号", "姓名", "姓名", ""],
        *[[f"{n}", "王芳", "李四", "13800138000"] for n in range(101, 109)],
    ]
    sheet = Sheet("s", rows)
    sheet.merged = [((0, 1), (0, 1)), ((0, 2), (0, 2))]
    table = table_at(sheet, range(2))
    assert guess(table, FIELDS) == {0: "number", 1: "name", 2: "tenant", 3: "phone"}


def test_a_heading_that_is_ignored():
    table = table_at(Sheet("s", [["房号", "电话费用"], ["101", 3]]), range(1))
    assert guess(table, FIELDS, ("费用",)) == {0: "number"}
