"""The register of meters from a workbook."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from guanjia.directory.owners.finding import NAMED, UnitFinder
from guanjia.directory.owners.queries import units_of
from guanjia.directory.places.models import Building, Unit
from guanjia.engine.imports.fields import Draft, Scope
from guanjia.engine.imports.lines import Line, lines_of, skipped
from guanjia.engine.imports.tables import Table
from guanjia.kernel import cells, room
from guanjia.kernel.errors import Refused
from guanjia.work.meters.actions import _shared
from guanjia.work.meters.actions.reading import new_reading
from guanjia.work.meters.files.words import REFUSED, TROUBLES, kind_in
from guanjia.work.meters.models import Meter, MeterReading


@dataclass
class MetersDraft(Draft):
    """`starts`: the start reading of new meters that have one, by the place of the meter in `meters`."""

    meters: list[Meter] = field(default_factory=list)
    starts: dict[int, Decimal] = field(default_factory=dict)


def examine(tables: list[Table], scope: Scope) -> MetersDraft:
    """Read every row against the register. Writes nothing."""
    draft = MetersDraft()
    reader = _Reader(scope, draft)
    units = units_of(scope.estate, scope.actor)
    for table in tables:
        finder = UnitFinder(table, units)
        told = kind_in(f"{table.name} {table.title}")
        for line in lines_of(table):
            reader.add(line, finder, told)
            draft.problems += line.problems(TROUBLES)
            draft.rows += 1
            scope.tick(line.row / max(len(table.sheet.rows), 1))
        draft.problems += skipped(table, TROUBLES)
    draft.counts = {"meters": len(draft.meters), "skipped": draft.rows - len(draft.meters)}
    return draft


class _Reader:
    def __init__(self, scope: Scope, draft: MetersDraft) -> None:
        self.scope = scope
        self.draft = draft
        in_use = Meter.objects.visible_to(scope.actor).in_use().filter(estate=scope.estate).with_place()
        self.known = {(meter.kind, meter.number.upper()): meter for meter in in_use}
        here = Building.objects.visible_to(scope.actor).filter(estate=scope.estate)
        self.buildings = {room.building_of(each.name): each for each in here}
        self.rows: dict[tuple[str, str], int] = {}

    def add(self, line: Line, finder: UnitFinder, told: str) -> None:
        number = line.text("meter")[:40]
        if not number:
            line.trouble("meter", "number_missing")
            return
        kind = kind_in(line.text("kind")) or ("" if line.text("kind") else told)
        if not kind:
            line.trouble("kind", "kind_unknown" if line.text("kind") else "kind_missing")
            return
        unit, building = self._home(line, finder)
        if line.troubles or self._is_known(line, kind, number, unit):
            return
        meter = Meter(
            company_id=self.scope.estate.company_id, estate=self.scope.estate, unit=unit, building=building,
            kind=kind, number=number, place=line.text("place")[:60], installed_on=line.read(cells.day, "installed_on"),
            multiplier=self._multiplier(line),
        )  # fmt: skip
        self._start(line, meter)
        if not line.has(["multiplier_unreadable", *REFUSED]):
            self.draft.meters.append(meter)

    def _home(self, line: Line, finder: UnitFinder) -> tuple[Unit | None, Building | None]:
        """The unit; a row that names only a building, or nothing, is of a shared meter."""
        if any(line.text(code) for code in NAMED):
            unit = finder.find(line)
            return unit, unit.building if unit else None
        if not line.text("building"):
            return None, None
        building = self.buildings.get(room.building_of(line.cell("building")))
        if building is None:
            line.trouble("building", "unit_missing")
        return None, building

    def _is_known(self, line: Line, kind: str, number: str, unit: Unit | None) -> bool:
        key = kind, number.upper()
        first = self.rows.setdefault(key, line.row)
        if known := self.known.get(key):
            same = known.unit_id == (unit.pk if unit else None)
            line.trouble("meter", "number_known" if same else "number_taken", where=known.where)
            return True
        if first != line.row:
            line.trouble("meter", "number_repeated", row=first + 1)
            return True
        return False

    def _multiplier(self, line: Line) -> Decimal:
        text = line.text("multiplier")
        try:
            found = Decimal(text or 1).quantize(Decimal("0.0001"))
            if 0 < found < 100_000:
                return found
        except InvalidOperation:
            pass
        line.trouble("multiplier", "multiplier_unreadable")
        return Decimal(1)

    def _start(self, line: Line, meter: Meter) -> None:
        try:
            on = meter.installed_on or _shared.today(self.scope.estate, self.scope.now)
            _shared.refuse_day(meter, on, self.scope.now)
            if text := line.text("start"):
                self.draft.starts[len(self.draft.meters)] = _shared.read_value(text, meter)
        except Refused as no:
            line.trouble("installed_on" if no.field == "on" else "start", no.code, said=str(no))


def write(draft: Any, scope: Scope, ledger: Any) -> None:
    """Write new meters and their starts."""
    ledger.create(Meter, draft.meters)
    today = _shared.today(scope.estate, scope.now)
    starts = [
        new_reading(
            meter, actor=scope.actor, now=scope.now, on=meter.installed_on or today, value=draft.starts[at],
            source=MeterReading.Source.START,
        )
        for at, meter in enumerate(draft.meters)
        if at in draft.starts
    ]  # fmt: skip
    ledger.create(MeterReading, starts)
