"""A list as an Excel file: all filtered rows, the chosen columns, phones masked. Constant memory, logged."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guanjia.engine.access import require
from guanjia.engine.audit.trail import record
from guanjia.engine.ui import cells
from guanjia.kernel import time
from guanjia.kernel.errors import Refused

MOST = 1_048_000
HEAD_ROWS = 3
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_workbook(view: Any, *, actor: Any) -> FileResponse:
    """The file, streamed. Needs `export.lists`. Refused beyond what an Excel sheet holds."""
    require(actor, "export.lists")
    now = time.now()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    written = _write(view, file)
    record(
        actor=actor,
        now=now,
        verb="list.exported",
        of=actor,
        after={"list": view.listing.code, "rows": written, "filter": view.request.GET.urlencode()[:500]},
    )
    file.seek(0)
    name = f"{slugify(str(view.listing.title), allow_unicode=True)}-{now:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def as_table(name: str, labels: Sequence[str], rows: Iterable[Sequence[str]], *, actor: Any) -> FileResponse:
    """Headings and rows of plain text as a file of that name. Needs `export.lists`; logged."""
    require(actor, "export.lists")
    now, line, file = time.now(), 0, tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(labels), 18)
        sheet.write_row(0, 0, labels, book.add_format({"bold": True}))
        for line, row in enumerate(rows, start=1):
            sheet.write_row(line, 0, row)
    record(actor=actor, now=now, verb="list.exported", of=actor, after={"list": name, "rows": line})
    file.seek(0)
    name = f"{slugify(name, allow_unicode=True)}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _write(view: Any, file: Any) -> int:
    """Title, filters in words, headings, rows. Returns the number of rows."""
    with xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True})
        forms = {
            "when": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        sheet = book.add_worksheet(str(view.listing.title)[:31])
        sheet.freeze_panes(HEAD_ROWS, 0)
        for at, column in enumerate(view.columns):
            sheet.set_column(at, at, 18, forms.get(column.kind))
        sheet.write_string(0, 0, str(view.listing.title), bold)
        sheet.write_string(1, 0, view.summary() or _("全部"))
        for at, column in enumerate(view.columns):
            sheet.write_string(HEAD_ROWS - 1, at, str(column.label), bold)
        line = 0
        for line, row in enumerate(view.order.applied(view.fetched).iterator(chunk_size=2000), start=1):
            if line > MOST:
                raise Refused(_("超过 Excel 一张表的行数上限，请先用筛选缩小范围再导出。"))
            for at, column in enumerate(view.columns):
                sheet.write(line + HEAD_ROWS - 1, at, cells.written(column.raw(row), column.kind))
        return line
