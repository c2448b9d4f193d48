"""What a row takes from around itself: the sheet's name, a heading between the rows, the row above, another sheet."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from guanjia.directory.owners.words import Kind
from guanjia.engine.imports.tables import Table
from guanjia.kernel import room
from guanjia.kernel.cells import is_nothing, text_of
from guanjia.kernel.room import Room

type OwnersList = Mapping[str, dict[str, list[Any]]]

_FRONT = re.compile(r"([A-Za-z]?\d{1,2}|[A-Za-z])(?:\s*[-—－]\s*)(\d{3,5}[A-Za-z]?)(?:室|号)?")


class Surroundings:
    """Where the rows of a table are when their own cells do not say it."""

    def __init__(self, table: Table, at: Mapping[str, list[int]]) -> None:
        self.table = table
        self.at = at
        self.kind = self._told_kind()
        told = room.block(table.name) or room.block(table.title)
        self._sections = [(-1, told or ("", ""))]
        if "building" not in at:
            self._sections += self._headings()
        self._lines = [line for line, _block in self._sections]
        self._above = ("", "")
        self.fronts_are_entrances = "entrance" not in at and self._fronts_differ()

    def room(self, row: int, cells: tuple[Any, Any, Any], known: Mapping[str, Any]) -> Room:
        """The room of a row. `cells`: building, entrance, number. Raises room.Unclear."""
        building, entrance, number = cells
        if is_nothing(number):
            raise room.Unclear("room_empty", "")
        found = self._block(row, building, entrance)
        plain = text_of(number)
        if not found[0] or re.search(r"[栋幢座楼#]|单元|[-—－].*[-—－]", plain):
            return room.from_parts(building, entrance, number, known)
        if not found[1] and self.fronts_are_entrances and (parts := _FRONT.fullmatch(plain)):
            return room.from_parts(found[0], parts[1], parts[2], known)
        return room.from_parts(*found, number, known)

    def _block(self, row: int, building: Any, entrance: Any) -> tuple[Any, Any]:
        """Building and entrance of a row; blank ones are those above."""
        if not is_nothing(building):
            found = room.block(building) or (text_of(building), "")
            self._above = (found[0], text_of(entrance) or found[1])
        elif "building" in self.at:
            self._above = (self._above[0], text_of(entrance) or self._above[1])
        else:
            near = self._sections[bisect_right(self._lines, row) - 1][1]
            return near[0], text_of(entrance) or near[1]
        return self._above

    def _headings(self) -> list[tuple[int, tuple[str, str]]]:
        """Rows like `3号楼` between the others."""
        found = []
        for row in range(self.table.heading.stop, len(self.table.sheet.rows)):
            filled = [text for cell in self.table.sheet.rows[row] if (text := text_of(cell))]
            if len(filled) == 1 and len(filled[0]) <= 20 and (block := room.block(filled[0])):
                found.append((row, block))
        return found

    def _fronts_differ(self) -> bool:
        """Whether the `1` of `1-501` is an entrance: somewhere it is not the row's building."""
        column = next(iter(self.at.get("number") or self.at.get("address") or []), None)
        if column is None:
            return False
        ours = next(iter(self.at.get("building", [])), None)
        for row in range(self.table.heading.stop, len(self.table.sheet.rows)):
            cells = self.table.sheet.rows[row]
            parts = _FRONT.fullmatch(text_of(cells[column])) if column < len(cells) else None
            building = self._block(row, cells[ours] if ours is not None else "", "")[0]
            if parts and building and parts[1].upper() != room.building_of(building):
                return True
        return False

    def _told_kind(self) -> str:
        """Shops and parking spaces say so in a heading, in the sheet's name, or above the table."""
        headings = " ".join(
            self.table.labels[c] for code in ("address", "number") for c in self.at.get(code, ())
        )
        for text in (headings, f"{self.table.name} {self.table.title}"):
            if re.search(r"商铺|铺位|商户|店铺|铺号", text):
                return str(Kind.SHOP)
            if re.search(r"车位|车库|停车", text):
                return str(Kind.PARKING)
        return ""


def is_owners_list(table: Table) -> bool:
    """A sheet of people with numbers by which the sheets of rooms speak of them."""
    return not {"number", "address"} & set(table.columns.values())


def owners_by_ref(tables: list[Table]) -> OwnersList:
    """Number of the owner → field → cells, from every sheet that lists people without rooms."""
    found: dict[str, dict[str, list[Any]]] = {}
    for table in filter(is_owners_list, tables):
        for _row, cells in table.rows():
            said: dict[str, list[Any]] = {}
            for column, code in sorted(table.columns.items()):
                said.setdefault(code, []).append(cells[column] if column < len(cells) else "")
            if ref := text_of(next(iter(said.pop("owner_ref", [])), "")):
                found.setdefault(ref, said)
    return found
