"""A report as an Excel file: one sheet per table."""

import tempfile
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.text import slugify

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import record
from guanjia.engine.ui.exports import XLSX
from guanjia.screens.reports.queries import Report


def as_workbook(report: Report, *, title: str, actor: Actor) -> FileResponse:
    """The file; who took it is on record. Raises Forbidden."""
    require(actor, "export.lists")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for number, table in enumerate(report.tables, start=1):
            sheet = book.add_worksheet(f"{number} {table.title}".replace("/", " ").replace(":", " ")[:31])
            sheet.set_column(0, len(table.head) - 1, 18)
            sheet.write_string(0, 0, f"{title} · {table.title}", bold)
            _line(sheet, 1, table.head, bold)
            for at, row in enumerate(table.rows, start=2):
                _line(sheet, at, row)
    record(actor=actor, now=report.at, verb="report.exported", of=actor, after={"report": title})
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{slugify(title, allow_unicode=True)}.xlsx", content_type=XLSX
    )


def _line(sheet: Any, at: int, cells: tuple[Any, ...], form: Any = None) -> None:
    for column, cell in enumerate(cells):
        sheet.write(at, column, cell, form)
