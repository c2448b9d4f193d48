"""The month's roster as an Excel sheet, as it hangs on the wall."""

from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from guanjia.work.roster.models import DutyShift
from guanjia.work.roster.queries import Month


def workbook_of(roster: Month) -> bytes:
    """One sheet: people down, days across, and below how many have each shift."""
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold, centred = book.add_format({"bold": True}), book.add_format({"align": "center"})
        sheet = book.add_worksheet(f"{roster.month:%Y-%m}")
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(2, 2)
        sheet.set_column(2, 1 + len(roster.days), 4, centred)
        sheet.write(0, 0, f"{roster.estate.name} {roster.month:%Y-%m} {_('排班表')}", bold)
        head = [_("姓名"), _("部门"), *(day.day for day in roster.days), _("班次数"), _("工时")]
        sheet.write_row(1, 0, head, bold)
        for row, line in enumerate(roster.lines, 2):
            marks = [_mark(day, shift, line.leave_days) for day, shift in line.days]
            department = str(line.staff.department or "")
            sheet.write_row(row, 0, [line.staff.name, department, *marks, line.shifts, line.hours])
        _write_staffing(sheet, roster, 2 + len(roster.lines))
    return out.getvalue()


def _mark(day: date, shift: DutyShift | None, away: frozenset[date]) -> str:
    return shift.kind.mark if shift else _("假") if day in away else ""


def _write_staffing(sheet: "xlsxwriter.worksheet.Worksheet", roster: Month, row: int) -> None:
    for number, kind in enumerate(roster.kinds):
        counts = [{k.pk: n for k, n in counted}[kind.pk] for _day, counted in roster.staffing]
        hours = f"{kind.starts:%H:%M}–{kind.ends:%H:%M}"
        sheet.write_row(row + number, 0, [f"{kind.name} {hours}", "", *counts])
