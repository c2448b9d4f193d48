"""Writing the voucher files."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

import xlsxwriter

from guanjia.work.books.rules import Column, Layout, Placed, row


@dataclass
class Written:
    """What went into a file."""

    vouchers: int = 0
    rows: int = 0
    debits: Decimal = Decimal("0.00")
    credits: Decimal = Decimal("0.00")

    def count(self, one: Placed) -> None:
        self.vouchers += one.line == 1
        self.rows += 1
        self.debits += one.leg.debit
        self.credits += one.leg.credit


def write_text(out: IO[bytes], placed: Iterable[Placed], layout: Layout, wanted: list[Column]) -> Written:
    """CSV, or what the layout makes of it; lines end as Windows wants them."""
    done = Written()
    text = io.TextIOWrapper(out, encoding=layout.encoding, errors="replace", newline="")
    writer = csv.writer(text)
    if layout.preamble:
        text.write(f"{layout.preamble}\r\n")
    if layout.titles:
        writer.writerow([column.title for column in wanted])
    for one in placed:
        done.count(one)
        writer.writerow([_plain(cell) for cell in row(one, layout, wanted)])
    text.flush()
    text.detach()
    return done


def _plain(cell: object) -> object:
    """Spreadsheets take text that begins like a formula for one."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell


def write_workbook(out: IO[bytes], placed: Iterable[Placed], layout: Layout, wanted: list[Column]) -> Written:
    """One sheet; the first row has the titles."""
    done = Written()
    safe = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as book:
        forms = {"date": book.add_format({"num_format": "yyyy-mm-dd"})}
        forms |= dict.fromkeys(("debit", "credit"), book.add_format({"num_format": "0.00"}))
        sheet = book.add_worksheet("凭证")
        sheet.write_row(0, 0, [column.title for column in wanted])
        for at, one in enumerate(placed, start=1):
            done.count(one)
            for place, (cell, column) in enumerate(zip(row(one, layout, wanted), wanted, strict=True)):
                sheet.write(at, place, cell, forms.get(column.field))
    return done
