"""What the import pages show."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.http import QueryDict

from guanjia.engine.imports.columns import tables_of
from guanjia.engine.imports.fields import importers
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.reading import column_name, read_file
from guanjia.engine.imports.tables import Table, table_at
from guanjia.kernel.cells import text_of

PAGE = 60
SEVERITIES = ("error", "warning", "info")


@dataclass
class ShownColumn:
    number: int
    letter: str
    heading: str
    code: str
    samples: list[str]


@dataclass
class ShownSheet:
    """A sheet on the page of columns."""

    number: int
    name: str
    used: bool
    heading_row: int
    columns: list[ShownColumn]
    rows: int


@dataclass
class ShownCell:
    text: str
    severity: str = ""
    messages: list[str] = field(default_factory=list)


@dataclass
class Line:
    """A row of the file on the preview. `messages`: what is wrong with the row as a whole, as (severity, text)."""

    sheet: str
    number: int
    cells: list[ShownCell]
    messages: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Preview:
    sheets: list[str]
    sheet: str
    headings: list[tuple[str, str]]
    lines: list[Line]
    page: int
    pages: int
    only: str
    code: str
    total: int


def sheets_of(run: ImportRun) -> list[ShownSheet]:
    """Every sheet of the file with its columns and a few samples."""
    by_name = {sheet.name: sheet for sheet in read_file(Path(run.file.path), run.name)}
    return [
        _shown(at, one, by_name[one["sheet"]]) for at, one in enumerate(run.tables) if one["sheet"] in by_name
    ]


def _shown(number: int, one: dict[str, Any], sheet: Any) -> ShownSheet:
    table = table_at(sheet, range(one["first"], one["last"] + 1))
    body = [
        row for row in sheet.rows[one["last"] + 1 : one["last"] + 40] if any(c not in ("", None) for c in row)
    ]
    columns = []
    for at, label in enumerate(table.labels):
        samples = [text for row in body if at < len(row) and (text := text_of(row[at]))][:3]
        if label or samples:
            heading = f"{table.groups[at]} / {label}" if table.groups[at] else label
            columns.append(
                ShownColumn(at, column_name(at), heading, one["columns"].get(str(at), ""), samples)
            )
    return ShownSheet(
        number, sheet.name, one["used"], one["last"] + 1, columns, len(sheet.rows) - one["last"] - 1
    )


def preview_of(run: ImportRun, asked: QueryDict) -> Preview:
    """One page of rows. Asked: `sheet`, `only` (problems | all), `code` (one kind of problem), `page`."""
    tables = tables_of(read_file(Path(run.file.path), run.name), importers()[run.kind], run.tables)
    table = next((one for one in tables if one.name == asked.get("sheet")), tables[0])
    only = "all" if asked.get("only") == "all" or not run.problems else "problems"
    code = asked.get("code", "")
    by_row: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for problem in run.problems:
        if problem["sheet"] == table.name and code in ("", problem["code"]):
            by_row[problem["row"]].append(problem)
    rows = _rows_by_number(table)
    numbers = sorted(by_row) if only == "problems" else sorted(rows)
    pages = max(1, -(-len(numbers) // PAGE))
    page = min(max(int(asked["page"]) if asked.get("page", "").isdecimal() else 1, 1), pages)
    columns = sorted(table.columns)
    labels = {one.code: str(one.label) for one in importers()[run.kind].fields}
    return Preview(
        sheets=[one.name for one in tables],
        sheet=table.name,
        headings=[(column_name(at), labels[table.columns[at]]) for at in columns],
        lines=[
            _line(table, rows, number, columns, by_row[number])
            for number in numbers[(page - 1) * PAGE : page * PAGE]
        ],
        page=page,
        pages=pages,
        only=only,
        code=code,
        total=len(numbers),
    )


def _rows_by_number(table: Table) -> dict[int, list[Any]]:
    return {at + 1: cells for at, cells in table.rows()}


def _line(
    table: Table, rows: dict[int, list[Any]], number: int, columns: list[int], problems: list[dict[str, Any]]
) -> Line:
    values = rows.get(number) or table.sheet.rows[number - 1]
    line = Line(
        table.name, number, [ShownCell(text_of(values[at]) if at < len(values) else "") for at in columns]
    )
    letters = {column_name(at): cell for at, cell in zip(columns, line.cells, strict=True)}
    for problem in problems:
        if cell := letters.get(problem["column"]):
            cell.messages.append(problem["message"])
            cell.severity = min(filter(None, (cell.severity, problem["severity"])), key=SEVERITIES.index)
        else:
            line.messages.append((problem["severity"], problem["message"]))
    return line


def problem_kinds(run: ImportRun) -> list[tuple[str, str, str, int]]:
    """(code, severity, an example, how many) of each kind of problem, the worst and most frequent first."""
    example = {problem["code"]: problem for problem in reversed(run.problems)}
    kinds = [
        (code, example[code]["severity"], example[code]["message"], count)
        for code, count in run.problem_counts.get("code", {}).items()
        if code in example
    ]
    return sorted(kinds, key=lambda kind: (SEVERITIES.index(kind[1]), -kind[3]))


def counted(run: ImportRun) -> list[tuple[str, Any]]:
    """(label, number) of what the importer counts; empty for the owners', whose page says more."""
    return [(label, run.counts.get(name, 0)) for name, label in importers()[run.kind].counts]


def is_blocked(run: ImportRun) -> bool:
    """One fault stops the whole file, and there is one."""
    faults = run.problem_counts.get("severity", {}).get("error", 0)
    return importers()[run.kind].strict and bool(faults)
