"""Reads xlsx, xls, ods and csv into plain sheets of cells, after `safety` has looked at the file."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from guanjia.engine.imports import safety
from guanjia.engine.imports.safety import BadFile, Limits

type Cell = Any
type Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Sheet:
    """Cells by row and column, both from 0. `merged` holds (top left, bottom right) of merged areas."""

    name: str
    rows: list[list[Cell]]
    merged: list[Range] = field(default_factory=list)


def cell_name(row: int, column: int) -> str:
    """Row and column from 0 as `A1`."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_file(path: Path, name: str, limits: Limits | None = None) -> list[Sheet]:
    """All visible sheets that hold anything, `name` being the name the file was uploaded by. Raises BadFile."""
    limits = limits or Limits()
    kind = safety.kind_of(path, name, limits)
    sheets = _text(path, limits) if kind == "text" else _workbook(path, limits)
    sheets = [sheet for sheet in sheets if any(cell not in ("", None) for row in sheet.rows for cell in row)]
    if not sheets:
        raise BadFile("file_empty", _("文件里没有数据。请确认数据在可见的工作表里，再上传一次。"))
    return sheets


def _workbook(path: Path, limits: Limits) -> list[Sheet]:
    try:
        with python_calamine.load_workbook(path) as book:
            visible = [
                (at, sheet.name)
                for at, sheet in enumerate(book.sheets_metadata)
                if sheet.visible == python_calamine.SheetVisibleEnum.Visible
                and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
            return [_sheet(book, at, name, limits) for at, name in visible]
    except python_calamine.PasswordError:
        raise safety.locked() from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise BadFile(
            "file_damaged", _("文件不完整或已损坏，打不开。请重新导出或重新下载后再上传。")
        ) from None


def _sheet(book: python_calamine.CalamineWorkbook, at: int, name: str, limits: Limits) -> Sheet:
    sheet = book.get_sheet_by_index(at)
    if sheet.total_height > limits.rows or sheet.total_width > limits.columns:
        raise safety.too_many(limits)
    if sheet.height == 0:
        return Sheet(name, [])
    return Sheet(name, sheet.to_python(skip_empty_area=False), list(sheet.merged_cell_ranges or []))


def _text(path: Path, limits: Limits) -> list[Sheet]:
    text = _decoded(path.read_bytes())
    csv.field_size_limit(limits.bytes)
    try:
        rows: list[list[Cell]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise BadFile(
            "file_damaged", _("文件不完整或已损坏，打不开。请重新导出或重新下载后再上传。")
        ) from None
    width = max((len(row) for row in rows), default=0)
    if len(rows) > limits.rows or width > limits.columns:
        raise safety.too_many(limits)
    return [Sheet(path.stem if not path.suffix else "CSV", [row + [""] * (width - len(row)) for row in rows])]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile(
        "file_encoding", _("认不出这个文本文件的编码。请用 Excel 打开，另存为“CSV UTF-8”后再上传。")
    )


def _delimiter(text: str) -> str:
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    return max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))
