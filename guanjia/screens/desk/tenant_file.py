"""The tenants' months as a workbook."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from guanjia.engine.access import require
from guanjia.engine.audit.trail import record
from guanjia.screens.desk.tenants import Year


def as_workbook(years: Iterable[Year], *, actor: Any, now: datetime) -> FileResponse:
    """One row for each estate and month. Needs `export.lists`; that it left is on record."""
    require(actor, "export.lists")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_("租户月报"))
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, [_("项目"), _("月份"), _("入住"), _("迁出"), _("月末在住")], bold)
        rows = [month for year in years for month in year.months]
        for at, month in enumerate(rows, 1):
            said = [month.estate.name, f"{month.first:%Y-%m}", month.came, month.left, month.living]
            sheet.write_row(at, 0, said)
    record(actor=actor, now=now, verb="tenants.exported", of=actor, after={"rows": len(rows)})
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_('租户月报')}_{now:%Y%m%d}.xlsx")
