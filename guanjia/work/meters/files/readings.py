"""Readings from a workbook."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guanjia.directory.owners.finding import NAMED, UnitFinder
from guanjia.directory.owners.queries import units_of
from guanjia.engine.imports.fields import Draft, Scope
from guanjia.engine.imports.lines import Line, lines_of, skipped
from guanjia.engine.imports.tables import Table
from guanjia.kernel import cells
from guanjia.kernel.errors import Refused
from guanjia.work.meters.actions import _shared
from guanjia.work.meters.actions.reading import new_reading, refuse_another, refuse_before
from guanjia.work.meters.files.words import TROUBLES, kind_in
from guanjia.work.meters.models import Meter, MeterReading


@dataclass
class ReadingsDraft(Draft):
    """`fresh`: unsaved readings; `later`: known ones that they judge anew."""

    fresh: list[MeterReading] = field(default_factory=list)
    later: list[MeterReading] = field(default_factory=list)


def examine(tables: list[Table], scope: Scope) -> ReadingsDraft:
    """Read every row against the meters and their readings. Writes nothing."""
    draft = ReadingsDraft()
    gathering = _Gathering(scope)
    units = units_of(scope.estate, scope.actor)
    for table in tables:
        finder = UnitFinder(table, units)
        told = kind_in(" ".join([table.name, table.title, *(table.labels[at] for at in table.columns)]))
        for line in lines_of(table):
            gathering.add(line, finder, told)
            scope.tick(0.7 * line.row / max(len(table.sheet.rows), 1))
        draft.problems += skipped(table, TROUBLES)
    draft.fresh, draft.later = gathering.judge()
    draft.rows = len(gathering.lines)
    draft.problems += [each for line in gathering.lines for each in line.problems(TROUBLES)]
    draft.counts = {
        "readings": len(draft.fresh),
        "doubtful": sum(bool(each.doubt) for each in draft.fresh),
        "skipped": draft.rows - len(draft.fresh),
    }
    return draft


class _Gathering:
    """Adds rows one by one, then judges all chains."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.today = _shared.today(scope.estate, scope.now)
        meters = Meter.objects.visible_to(scope.actor).in_use().filter(estate=scope.estate).with_place()
        self.meters: list[Meter] = list(meters)
        self.chains = _shared.chains_of(self.meters)
        self.by_number: dict[str, list[Meter]] = defaultdict(list)
        self.by_unit: dict[int, list[Meter]] = defaultdict(list)
        for meter in self.meters:
            self.by_number[meter.number.upper()].append(meter)
            if meter.unit_id:
                self.by_unit[meter.unit_id].append(meter)
        self.lines: list[Line] = []
        self.fresh: list[tuple[Line, Meter, MeterReading]] = []
        self.rows: dict[tuple[int, date], int] = {}
        self.undated: set[str] = set()

    def add(self, line: Line, finder: UnitFinder, told: str) -> None:
        self.lines.append(line)
        if not line.text("value"):
            line.trouble("value", "value_missing")
            return
        meter = self._meter(line, finder, told)
        on = self._day(line)
        if meter is None or on is None:
            return
        first = self.rows.setdefault((meter.pk, on), line.row)
        if first != line.row:
            line.trouble("value", "repeated", row=first + 1)
            return
        try:
            self._add(line, meter, on)
        except Refused as no:
            line.trouble("on" if no.field == "on" else "value", no.code, said=str(no))

    def _add(self, line: Line, meter: Meter, on: date) -> None:
        chain = self.chains[meter.pk]
        value = _shared.read_value(line.text("value"), meter)
        _shared.refuse_day(meter, on, self.scope.now)
        if known := next((each for each in chain if each.on == on), None):
            if known.value != value:
                refuse_another(known)
            line.trouble("value", "known")
            return
        refuse_before(chain, on)
        self._compare(line, meter, on)
        actor, now = self.scope.actor, self.scope.now
        made = new_reading(meter, actor=actor, now=now, on=on, value=value, source=MeterReading.Source.EXCEL)
        chain.append(made)
        self.fresh.append((line, meter, made))

    def _compare(self, line: Line, meter: Meter, on: date) -> None:
        before = [each for each in self.chains[meter.pk] if each.on < on]
        if not before or not line.text("previous"):
            return
        try:
            same = _shared.read_value(line.text("previous"), meter) == before[-1].value
        except Refused:
            same = False
        if not same:
            line.trouble("previous", "previous_differs", known=f"{before[-1].value.normalize():f}")

    def _meter(self, line: Line, finder: UnitFinder, told: str) -> Meter | None:
        """By its number; without one, the only meter of this kind in the unit."""
        kind = kind_in(line.text("kind"))
        if line.text("kind") and not kind:
            line.trouble("kind", "kind_unknown")
            return None
        placed = any(line.text(code) for code in NAMED)
        if number := line.text("meter"):
            found = _of_kind(self.by_number[number.upper()], kind)
            if placed and found and (unit := finder.find(line)):
                here = [each for each in found if each.unit_id == unit.pk]
                if not here:
                    line.trouble("meter", "meter_elsewhere", where=found[0].where)
                    return None
                found = here
        else:
            unit = finder.find(line)
            if unit is None:
                return None
            found = _of_kind(self.by_unit[unit.pk], kind or told)
        if len(found) != 1:
            line.trouble("meter" if number else "value", "meter_several" if found else "meter_missing")
            return None
        return found[0]

    def _day(self, line: Line) -> date | None:
        if on := line.read(cells.day, "on"):
            return on  # type: ignore[no-any-return]
        if line.text("on"):
            return None
        if line.table.name not in self.undated:
            self.undated.add(line.table.name)
            line.trouble("on", "date_today")
        return self.today

    def judge(self) -> tuple[list[MeterReading], list[MeterReading]]:
        """What is new, and what else it changes."""
        times = _shared.times_of(self.scope.estate, self.scope.now)
        later: list[MeterReading] = []
        for meter in {meter.pk: meter for _line, meter, _made in self.fresh}.values():
            self.chains[meter.pk].sort(key=lambda each: each.on)
            later += [each for each in _shared.settle(meter, self.chains[meter.pk], times) if each.pk]
        for line, _meter, made in self.fresh:
            if made.doubt:
                line.trouble("value", made.doubt)
        return [made for _line, _meter, made in self.fresh], later


def _of_kind(meters: Iterable[Meter], kind: str) -> list[Meter]:
    return [meter for meter in meters if not kind or meter.kind == kind]


def write(draft: Any, scope: Scope, ledger: Any) -> None:
    """Write the new readings, and what they changed about known ones."""
    with _shared.explained():
        ledger.create(MeterReading, draft.fresh)
        scope.tick(0.7)
        MeterReading.objects.bulk_update(draft.later, ["used", "mark", "doubt"], batch_size=1000)


def refuse(run: Any) -> None:
    """Raises Refused when a bill stands on a reading of the run."""
    made = run.rows.filter(created=True, model=MeterReading._meta.label_lower).values("object_id")
    if count := MeterReading.objects.filter(pk__in=made).exclude(billed_at=None).count():
        raise Refused(
            _("不能撤销：其中 %(count)d 条读数已经出过账单。请先由会计冲减账单，再逐条更正。")
            % {"count": count},
            code="import_billed",
        )


def undone(touched: dict[str, list[int]], scope: Scope) -> None:
    """After an undo: what is left is judged by itself."""
    ids = touched.get(MeterReading._meta.label_lower, [])
    meters = list(Meter.objects.filter(readings__in=ids).with_place().distinct())
    _shared.resettle(meters, _shared.times_of(scope.estate, scope.now))
