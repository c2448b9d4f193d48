"""Finds the table in a sheet: where its heading is, what its columns are called, which rows are data."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from guanjia.engine.imports.reading import Cell, Sheet
from guanjia.kernel.cells import text_of

_TOTAL = re.compile(r"^(小计|合计|总计|共计|累计|汇总|本页|本月合计|total|subtotal|sum)", re.IGNORECASE)
_TOTAL_ALONE = re.compile(r"(?:小\s*计|合\s*计|总\s*计|subtotal|total)[:：]?$", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(制表|审核|审批|填表|填报|经办|复核|主管|负责人|签字|盖章|打印|注|备注|说明|附注|以上)[^,，]{0,6}[:：]|^以上"
)
_LOOK = 40


@dataclass(frozen=True)
class Skipped:
    """A row that is no data. `reason`: empty, total, note, heading. `row` from 0."""

    row: int
    reason: str


@dataclass
class Table:
    """One sheet seen as a table. Rows from 0; `labels` are the headings by column, `groups` what stands above them;
    `columns` says which field each column holds."""

    sheet: Sheet
    heading: range
    labels: list[str]
    groups: list[str]
    columns: dict[int, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def title(self) -> str:
        """The words above the heading."""
        above = (text_of(cell) for row in self.sheet.rows[: self.heading.start] for cell in row)
        return " ".join(text for text in above if text)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Row number from 0 and cells of every data row, merged columns filled in. Collects `skipped` on the way."""
        self.skipped = []
        merged = self._merged_down()
        for at in range(self.heading.stop, len(self.sheet.rows)):
            cells = self.sheet.rows[at]
            if reason := self._no_data(cells):
                self.skipped.append(Skipped(at, reason))
                continue
            if fill := merged.get(at):
                cells = list(cells)
                for column, value in fill:
                    cells[column] = value
            yield at, cells

    def _no_data(self, cells: list[Cell]) -> str:
        filled = [(at, text) for at, cell in enumerate(cells) if cell is not None and (text := text_of(cell))]
        if not filled:
            return "empty"
        first = filled[0][1].replace(" ", "")
        if _TOTAL.match(first) or _TOTAL_ALONE.search(first):
            return "total"
        if 2 * len(filled) <= len(self.columns) + 1 and any(_TOTAL_ALONE.fullmatch(t) for _at, t in filled):
            return "total"
        if _SIGNED.match(first):
            return "note"
        mapped = [at for at, _text in filled if at in self.columns]
        if not mapped or (len(filled) == 1 and len(self.columns) > 2):
            return "note"
        if len(mapped) > 1 and all(heading_key(cells[at]) == heading_key(self.labels[at]) for at in mapped):
            return "heading"
        return ""

    def _merged_down(self) -> dict[int, list[tuple[int, Cell]]]:
        """Row → (column, value) for cells of the body that a vertical merge leaves empty."""
        fill: dict[int, list[tuple[int, Cell]]] = {}
        for (top, left), (bottom, right) in self.sheet.merged:
            if top < self.heading.stop or left != right or top >= len(self.sheet.rows):
                continue
            for row in range(top + 1, min(bottom + 1, len(self.sheet.rows))):
                fill.setdefault(row, []).append((left, self.sheet.rows[top][left]))
        return fill


def heading_key(cell: Cell) -> str:
    """A heading without blanks, line breaks, brackets and signs: `建筑面积\\n(㎡)` → `建筑面积`."""
    text = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]?", "", text_of(cell).lower())
    return re.sub(r"[\s*＊:_\-/\\.,、#'\"“”]+", "", text)


def find_table(sheet: Sheet, known: Sequence[str]) -> Table | None:
    """The table whose heading has most of the `known` words (as `heading_key` gives them), or None below two."""
    words = frozenset(known)
    best: tuple[float, range] | None = None
    for row in range(min(len(sheet.rows), _LOOK)):
        for height in (1, 2, 3):
            span = range(row, row + height)
            score = _score(sheet, span, words)
            if score >= 2 and (best is None or score > best[0]):
                best = (score, span)
    return table_at(sheet, best[1]) if best else None


def _score(sheet: Sheet, span: range, words: frozenset[str]) -> float:
    if span.stop > len(sheet.rows) or any(not _may_head(sheet.rows[row]) for row in span):
        return 0
    if any(
        len({text_of(cell) for cell in sheet.rows[row] if cell not in ("", None)}) < 2 for row in span[:-1]
    ):
        return 0
    partial = [word for word in words if len(word) > 1 and not word.isascii()]
    labels, groups = _labels(sheet, span)
    leaves = {heading_key(label) for label in labels if label}
    hits = sum(
        1.0 if leaf in words else 0.6 if any(word in leaf for word in partial) else 0 for leaf in leaves
    )
    grouped = len({group for group in groups if group}) > 1
    return hits + (0.1 if grouped and len(span) > 1 else -0.3 * (len(span) - 1))


def _may_head(row: list[Cell]) -> bool:
    texts = [text_of(cell) for cell in row if cell not in ("", None)]
    if not texts or any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in row):
        return False
    return not any(len(text) > 60 or re.search(r"\d{5,}", text) for text in texts)


def _labels(sheet: Sheet, span: range) -> tuple[list[str], list[str]]:
    grid = {row: [text_of(cell) for cell in sheet.rows[row]] for row in span}
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(max(top, span.start), min(bottom, span.stop - 1) + 1):
            for column in range(left, min(right + 1, len(grid[row]))):
                grid[row][column] = text_of(sheet.rows[top][left])
    width = max(len(texts) for texts in grid.values())
    labels, groups = [], []
    for column in range(width):
        words = list(
            dict.fromkeys(texts[column] for texts in grid.values() if column < len(texts) and texts[column])
        )
        labels.append(words[-1] if words else "")
        groups.append(words[0] if len(words) > 1 else "")
    return labels, groups


def table_at(sheet: Sheet, heading: range) -> Table:
    """The table whose heading fills these rows."""
    labels, groups = _labels(sheet, heading)
    return Table(sheet, heading, labels, groups)
