import io
import zipfile

import pytest
import xlsxwriter

from guanjia.engine.imports.reading import cell_name, column_name, read_file
from guanjia.engine.imports.safety import BadFile, Limits

ROWS = [["房号", "姓名"], ["3-2-1501", "王芳"]]


@pytest.fixture
def workbook(tmp_path):
    def make(rows=ROWS, name="a.xlsx", hidden=False):
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("业主")
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if hidden:
                book.add_worksheet("旧表").write(0, 0, "不要")
                book.get_worksheet_by_name("旧表").hide()
        return path

    return make


def refusal(path, name=None, **limits):
    with pytest.raises(BadFile) as refused:
        read_file(path, name or path.name, Limits(**limits))
    assert str(refused.value)
    return refused.value.code


def test_a_workbook_and_its_visible_sheets(workbook):
    sheets = read_file(workbook(hidden=True), "a.xlsx")
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("业主", ROWS)]


def test_an_excel_file_under_a_wrong_name_is_read_all_the_same(workbook):
    assert read_file(workbook(), "a.xls")[0].rows == ROWS


@pytest.mark.parametrize(
    "content",
    [
        "房号,姓名\n3-2-1501,王芳\n".encode("gb18030"),
        "\ufeff房号,姓名\n3-2-1501,王芳\n".encode(),
        "房号\t姓名\n3-2-1501\t王芳\n".encode(),
        "房号;姓名\r\n3-2-1501;王芳\r\n".encode("utf-16"),
    ],
    ids=["gb18030", "utf-8 with mark", "tabs", "utf-16"],
)
def test_text_files(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert read_file(path, "a.csv")[0].rows == ROWS


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "file_empty"),
        (b"<html><body><table>", "a.xls", "file_html"),
        (b"%PDF-1.7 ...", "a.pdf", "file_type"),
        (b"hello", "a.xlsx", "file_type"),
        (b"PK\x03\x04cut off", "a.xlsx", "file_damaged"),
        (b"a,b\0c", "a.csv", "file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", "file_macro"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "file_password",
        ),
        (b"\xff\xfe\xff\xfe\x80"[4:] + b"\xff,\xff", "a.csv", "file_encoding"),
        (b"\n\n", "a.csv", "file_empty"),
    ],
)
def test_bad_files_are_refused_with_their_reason(tmp_path, content, name, code):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert refusal(path, name) == code


def test_macros(workbook, tmp_path):
    path = workbook(name="m.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refusal(path) == "file_macro"
    assert refusal(workbook(name="n.xlsx"), "n.xlsm") == "file_macro"


def test_a_document_that_is_no_workbook(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(path) == "file_type"


def test_a_file_of_200_megabytes_is_not_even_opened(tmp_path):
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert refusal(path) == "file_size"


def _with_sheet(path, xml):
    source = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(
                part.filename, xml if part.filename == "xl/worksheets/sheet1.xml" else old.read(part)
            )


def test_a_zip_bomb_is_measured_not_believed(workbook):
    path = workbook()
    _with_sheet(path, b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>")
    assert refusal(path) == "file_bomb"
    assert refusal(workbook(), unpacked=1000) == "file_bomb"


def test_two_cells_at_the_far_ends_do_not_fill_the_memory(workbook):
    path = workbook()
    _with_sheet(
        path,
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    )
    assert refusal(path) == "file_rows"


def test_too_many_rows_or_columns(workbook, tmp_path):
    assert refusal(workbook([["a"]] * 20), rows=10) == "file_rows"
    path = tmp_path / "wide.csv"
    path.write_text("a," * 20)
    assert refusal(path, columns=10) == "file_rows"


def test_cells_are_called_as_in_excel():
    assert (column_name(0), column_name(25), column_name(26), column_name(701), column_name(702)) == (
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    )
    assert cell_name(6, 8) == "I7"
