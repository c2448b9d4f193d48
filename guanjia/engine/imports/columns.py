"""Guesses which column holds which field, by its heading first and by its content where the heading says nothing."""

import re
from collections.abc import Sequence
from typing import Any

from guanjia.engine.imports.fields import Field, Importer
from guanjia.engine.imports.reading import Sheet
from guanjia.engine.imports.tables import Table, find_table, heading_key, table_at
from guanjia.kernel.cells import is_nothing

_SAMPLE = 60


def known_words(fields: Sequence[Field]) -> list[str]:
    return [heading_key(word) for field in fields for word in field.synonyms]


def tables_of(
    sheets: list[Sheet], importer: Importer, told: list[dict[str, Any]] | None = None
) -> list[Table]:
    """The tables of a file with their columns, guessed, or as somebody has `told` (what `describe` gave, corrected)."""
    if told is None:
        found = (find_table(sheet, known_words(importer.fields)) for sheet in sheets)
        tables = [table for table in found if table]
        for table in tables:
            table.columns = guess(table, importer.fields, importer.ignored)
        return [
            table
            for table in tables
            if len(table.columns) > 1 and any(need <= set(table.columns.values()) for need in importer.needs)
        ]
    by_name = {sheet.name: sheet for sheet in sheets}
    return [
        _as_told(by_name[str(one["sheet"])], one) for one in told if one["used"] and one["sheet"] in by_name
    ]


def describe(sheets: list[Sheet], tables: list[Table]) -> list[dict[str, Any]]:
    """What was found, as plain values for the run's record; sheets without a table are there, not used."""
    found = {table.name: table for table in tables}
    return [
        _described(found[sheet.name], used=True)
        if sheet.name in found
        else _described(table_at(sheet, range(1)), used=False)
        for sheet in sheets
    ]


def guess_at(sheet: Sheet, importer: Importer, last: int) -> dict[str, Any]:
    """The description of a sheet whose heading ends in row `last`, with its columns guessed anew."""
    table = table_at(sheet, range(last, last + 1))
    table.columns = guess(table, importer.fields, importer.ignored)
    return _described(table, used=True)


def _described(table: Table, *, used: bool) -> dict[str, Any]:
    return {
        "sheet": table.name,
        "used": used,
        "first": table.heading.start,
        "last": table.heading.stop - 1,
        "columns": {str(column): code for column, code in sorted(table.columns.items())},
    }


def guess(table: Table, fields: Sequence[Field], ignored: Sequence[str] = ()) -> dict[int, str]:
    """Column → code of the field, each field once unless it may have many. Headings that match exactly go first."""
    sample = table.sheet.rows[table.heading.stop : table.heading.stop + _SAMPLE]
    scored = []
    for column in range(len(table.labels)):
        if any(word in heading_key(table.labels[column]) for word in ignored):
            continue
        cells = [row[column] for row in sample if column < len(row) and not is_nothing(row[column])]
        for order, field in enumerate(fields):
            if score := _fit(table, column, field, cells):
                scored.append((-score, order, column, field))
    taken: dict[int, str] = {}
    for _score, _order, column, field in sorted(scored, key=lambda entry: entry[:3]):
        if column not in taken and (field.many or field.code not in taken.values()):
            taken[column] = field.code
    return taken


def _fit(table: Table, column: int, field: Field, cells: list[object]) -> float:
    share = sum(map(field.looks, cells)) / len(cells) if field.looks and cells else None
    heading = max((_alike(text, field) for text in _headings(table, column)), default=0.0)
    if heading == 0:
        said = bool(heading_key(table.labels[column]))
        return 20 * share if field.alone and share and share > 0.8 and len(cells) > 4 and not said else 0
    if heading < 100 and field.looks and (share or 0) < 0.2:
        return 0
    return heading - 20 if share == 0 else heading + 10 * (share if share is not None else 0.5)


def _headings(table: Table, column: int) -> list[str]:
    """The heading itself, and with the group above it: 租户信息 over 姓名 is 租户姓名."""
    leaf = heading_key(table.labels[column])
    group = re.sub(r"(信息|资料|情况|登记|基本|栏)+$", "", heading_key(table.groups[column]))
    return [f"{group}{leaf}", leaf] if group and leaf else [leaf] if leaf else []


def _alike(text: str, field: Field) -> float:
    best = 0.0
    for rank, synonym in enumerate(field.synonyms):
        word = heading_key(synonym)
        if text == word or re.sub(r"\d+$", "", text) == word:
            return 130 - min(rank, 20) + len(word)
        if len(word) > 1 and not word.isascii() and word in text:
            best = max(best, 50 + 40 * len(word) / len(text))
    return best


def _as_told(sheet: Sheet, one: dict[str, Any]) -> Table:
    last = min(one["last"], len(sheet.rows) - 1)
    table = table_at(sheet, range(min(one["first"], last), last + 1))
    table.columns = {int(column): str(code) for column, code in one["columns"].items() if code}
    return table
