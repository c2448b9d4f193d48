"""The trial balance as an Excel file."""

import tempfile
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import record
from guanjia.engine.ui.exports import XLSX
from guanjia.work.ledger.queries import Line, TrialBalance


def trial_workbook(
    trial: TrialBalance, *, days: tuple[date, date], actor: Actor, now: datetime
) -> FileResponse:
    """The file; who took it is on record. Raises Forbidden."""
    require(actor, "export.lists")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    title = _("科目余额表 %(since)s 至 %(until)s") % {"since": days[0], "until": days[1]}
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        both = book.add_format({"bold": True, "num_format": "#,##0.00"})
        sheet = book.add_worksheet(_("科目余额表"))
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 36)
        sheet.set_column(2, 7, 16)
        sheet.write_string(0, 0, title, bold)
        sheet.write_row(1, 0, heads(), bold)
        at = 2
        for group in trial.groups:
            at = _write(sheet, at, group.subtotal, both)
            for line in group.lines if len(group.lines) > 1 else ():
                at = _write(sheet, at, line, money)
        _write(sheet, at, trial.total, both, name=_("合计"))
    record(actor=actor, now=now, verb="report.exported", of=actor, after={"report": title})
    file.seek(0)
    name = f"{_('科目余额表')}-{days[0]}-{days[1]}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def heads() -> list[str]:
    return [
        _("科目代码"), _("科目"), _("期初借方"), _("期初贷方"), _("本期借方"), _("本期贷方"),
        _("期末借方"), _("期末贷方"),
    ]  # fmt: skip


def _write(sheet: Any, at: int, line: Line, form: Any, name: str = "") -> int:
    sheet.write_row(at, 0, [line.code, name or line.name])
    for column, figure in enumerate(line.figures, start=2):
        sheet.write_number(at, column, figure, form)
    return at + 1
