"""The list of invoice requests as the tax office's clients take it: one row an invoice."""

import tempfile
from collections.abc import Iterable

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.engine.ui.exports import XLSX
from guanjia.work.cashier.models import InvoiceRequest


def invoices_file(rows: Iterable[InvoiceRequest]) -> FileResponse:
    """The workbook, streamed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    heads = [_("收据号"), _("发票抬头"), _("税号"), _("开票金额"), _("接收邮箱"), _("房号"), _("申请时间")]
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, money = book.add_worksheet(_("开票申请")), book.add_format({"num_format": "#,##0.00"})
        sheet.set_column(0, len(heads), 20)
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for at, one in enumerate(rows, start=1):
            unit = one.payment.unit
            sheet.write_row(at, 0, [one.payment.number, one.title, one.tax_number])
            sheet.write_number(at, 3, float(one.amount), money)
            where = unit.spoken_address if unit else ""
            sheet.write_row(
                at, 4, [one.email, where, f"{timezone.localtime(one.requested_at):%Y-%m-%d %H:%M}"]
            )
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_('开票申请')}.xlsx", content_type=XLSX)
