"""A row of a file as an importer reads it: its cells by field, and what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guanjia.engine.imports.fields import Problem
from guanjia.engine.imports.reading import cell_name, column_name
from guanjia.engine.imports.tables import Table
from guanjia.kernel.cells import Read, is_nothing, text_of

type Words = Mapping[str, tuple[str, Any]]


@dataclass
class Line:
    """One data row. `row` from 0; `at`: field → its columns. `troubles`: (column or None, code, its blanks)."""

    table: Table
    row: int
    values: list[Any]
    at: Mapping[str, list[int]]
    troubles: list[tuple[int | None, str, dict[str, Any]]] = field(default_factory=list)

    def cell(self, code: str) -> Any:
        """The first filled cell of a field, or an empty text."""
        return next((value for _at, value in self._filled(code)), "")

    def text(self, code: str) -> str:
        cell = self.cell(code)
        return "" if is_nothing(cell) else text_of(cell)

    def read(self, reader: Any, code: str) -> Any:
        """The value that one of the readers of kernel.cells finds; its trouble is noted."""
        found: Read[Any] = reader(self.cell(code))
        if found.trouble:
            self.trouble(code, found.trouble)
        return found.value

    def trouble(self, code: str, trouble: str, **blanks: Any) -> None:
        """Note a trouble in the cell of this field."""
        filled = [at for at, _value in self._filled(code)]
        column = next(iter(filled or self.at.get(code, [])), None)
        self.troubles.append((column, trouble, {"text": text_of(self.cell(code)), **blanks}))

    def has(self, codes: Iterable[str]) -> bool:
        """Whether any of these troubles was noted."""
        return bool({code for _column, code, _blanks in self.troubles} & set(codes))

    def problems(self, words: Words) -> Iterator[Problem]:
        for column, code, blanks in self.troubles:
            severity, message = words[code]
            yield Problem(
                self.table.name,
                self.row + 1,
                "" if column is None else column_name(column),
                "" if column is None else cell_name(self.row, column),
                code,
                str(message) % blanks,
                severity,
            )

    def _filled(self, code: str) -> list[tuple[int, Any]]:
        cells = [(at, self.values[at]) for at in self.at.get(code, ()) if at < len(self.values)]
        return [(at, value) for at, value in cells if value not in ("", None)]


def columns_by_field(table: Table) -> dict[str, list[int]]:
    at: dict[str, list[int]] = {}
    for column, code in sorted(table.columns.items()):
        at.setdefault(code, []).append(column)
    return at


def lines_of(table: Table) -> Iterator[Line]:
    """The data rows of a table."""
    at = columns_by_field(table)
    for row, values in table.rows():
        yield Line(table, row, values, at)


def skipped(table: Table, words: Words) -> list[Problem]:
    """The rows that were passed over as headings, totals and notes; to be asked after the lines."""
    return [
        Problem(table.name, skip.row + 1, "", "", skip.reason, str(words[skip.reason][1]), "info")
        for skip in table.skipped
        if skip.reason != "empty"
    ]
