"""The arrears list as an Excel file."""

import tempfile
from datetime import datetime

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import record
from guanjia.engine.ui.exports import XLSX
from guanjia.work.collection.debts import Debt


def arrears_workbook(debts: list[Debt], bands: list[str], *, actor: Actor, now: datetime) -> FileResponse:
    """The file; who took it is on record. Raises Forbidden."""
    require(actor, "export.lists")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    title = _("欠费清单")
    heads = [
        _("房号"),
        _("客户"),
        _("笔数"),
        _("最早应缴"),
        _("欠费"),
        *bands,
        _("违约金"),
        _("最近缴费"),
        _("承诺日期"),
    ]
    with xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet(title)
        sheet.set_column(0, len(heads) - 1, 15)
        sheet.write_row(0, 0, heads, bold)
        for line, one in enumerate(debts, start=1):
            sheet.write_row(line, 0, [one.room, one.name, one.n, one.oldest.isoformat()])
            for column, amount in enumerate((one.total, *one.bands, one.late_fee), start=4):
                sheet.write_number(line, column, amount, money)
            sheet.write_row(line, 10, [str(one.paid_on or ""), str(one.promised_on or "")])
    record(
        actor=actor, now=now, verb="list.exported", of=actor, after={"list": "arrears", "rows": len(debts)}
    )
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{title}-{now:%Y%m%d}.xlsx", content_type=XLSX)
