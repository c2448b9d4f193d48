"""Files as people send them."""

import io
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(name: str = "leak.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def workbook(rows: list[list[Any]] | None = None) -> SimpleUploadedFile:
    """An owners' ledger."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("业主")
        for at, row in enumerate(rows or [["房号", "业主姓名", "电话"], ["3-1-101", "王芳", "13700000001"]]):
            sheet.write_row(at, 0, row)
    return SimpleUploadedFile("台账.xlsx", out.getvalue())
