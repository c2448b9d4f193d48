"""An estate's owners and units as a workbook that imports again unchanged: one row for each person in each unit.

Its words are the importer's, whatever the language of the person who asks."""

from pathlib import Path
from typing import Any

import xlsxwriter

from guanjia.directory.owners import words
from guanjia.directory.owners.queries import rows_to_export
from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.kernel import idnumber, phone

_KINDS = {Customer.Kind.PERSON: "个人", Customer.Kind.COMPANY: "单位"}


def write_workbook(path: Path, estate: Any, actor: Actor, *, full: bool = True) -> int:
    """Write the file; returns the number of rows. Not `full`: phones and identity numbers are masked."""
    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("业主台账")
        bold, day = (
            book.add_format({"bold": True, "bg_color": "#E9EEF5"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        sheet.freeze_panes(1, 3)
        for column, (label, width) in enumerate(words.COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, label, bold)
        for count, (unit, occupancy) in enumerate(rows_to_export(estate, actor), 1):
            for column, value in enumerate([*_unit(unit), *(_person(occupancy, full) if occupancy else [])]):
                _write(sheet, count, column, value, day)
    return count


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value in (None, ""):
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_number(row, column, value)


def _unit(unit: Unit) -> list[Any]:
    zone = unit.zone
    return [
        unit.building.name,
        unit.entrance,
        unit.number,
        words.said(words.KINDS, unit.kind),
        words.said(words.STATUSES, unit.status),
        unit.area,
        unit.handed_over_on,
        zone.name if zone else "",
        zone.butler.name if zone and zone.butler else "",
        unit.note,
    ]


def _person(occupancy: Occupancy, full: bool) -> list[Any]:
    customer = occupancy.customer
    phones = [p for p in customer.phones.all() if p.retired_at is None]
    phones.sort(key=lambda p: (not p.is_primary, p.pk))
    return [
        words.said(words.ROLES, occupancy.role),
        customer.name,
        _KINDS[Customer.Kind(customer.kind)],
        phone.write([phone.Phone(p.number, p.digits, p.label) for p in phones]) if full else _masked(phones),
        customer.id_number if full else idnumber.mask(customer.id_number),
        {"m": "男", "f": "女"}.get(customer.gender, ""),
        customer.birthday,
        customer.email,
        "、".join(customer.tags),
        "是" if customer.is_key else "",
        occupancy.residents,
        occupancy.since,
        occupancy.until,
        customer.note,
    ]


def _masked(phones: list[Any]) -> str:
    return "/".join(phone.mask(one.number) for one in phones)
