"""Which unit of the register a row of some other workbook names: bills, meters, arrears."""

from collections.abc import Mapping

from guanjia.directory.owners.around import Surroundings
from guanjia.directory.owners.place_fields import ADDRESS, PLACE
from guanjia.directory.owners.rows import place_of
from guanjia.directory.owners.words import Kind
from guanjia.directory.places.models import Unit
from guanjia.engine.imports.lines import Line, columns_by_field
from guanjia.engine.imports.tables import Table
from guanjia.kernel import room
from guanjia.kernel.cells import is_nothing, text_of

# The columns by which a unit is named.
WHERE = (*(field for field in PLACE if field.code in ("building", "entrance", "number")), ADDRESS)
NAMED = ("number", "address")


class UnitFinder:
    """Finds the units that the rows of one table name."""

    def __init__(self, table: Table, units: Mapping[str, Unit]) -> None:
        self.units = units
        self.places = {place_of(u.building.name, u.entrance, u.number): u for u in units.values()}
        self.around = Surroundings(table, columns_by_field(table))

    def find(self, line: Line) -> Unit | None:
        """The unit of the row; without one, the line knows why."""
        named = next((code for code in NAMED if not is_nothing(line.cell(code))), "")
        if not named:
            line.trouble(next((code for code in NAMED if code in line.at), ""), "room_empty")
            return None
        cells = (line.cell("building"), line.cell("entrance"), line.cell(named))
        if known := self.places.get(place_of(*cells)):
            return known
        try:
            key = self._key(line, cells)
        except room.Unclear as unclear:
            line.trouble(named, unclear.code, text=unclear.text)
            return None
        if key not in self.units:
            line.trouble(named, "unit_missing", text=key)
        return self.units.get(key)

    def _key(self, line: Line, cells: tuple[object, object, object]) -> str:
        try:
            return self.around.room(line.row, cells, self.units).key
        except room.Unclear:
            if self.around.kind and (plain := text_of(cells[2])):
                mark = "车位" if self.around.kind == Kind.PARKING else "商铺"
                return room.parse(f"{mark}{plain}").key
            raise
