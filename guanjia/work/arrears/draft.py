"""What a file of arrears says, row by row, with every trouble in its cell. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from guanjia.directory.owners.finding import UnitFinder
from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Unit
from guanjia.engine.imports.fields import Draft, Scope
from guanjia.engine.imports.lines import Line, lines_of, skipped
from guanjia.engine.imports.tables import Table
from guanjia.kernel import cells
from guanjia.kernel.names import tidy
from guanjia.work.arrears import rules
from guanjia.work.arrears.queries import ChargeKey, Standing, charged, opened_prepaid, standing
from guanjia.work.arrears.words import TROUBLES
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Tariff


@dataclass
class Owed:
    """One row as understood: a charge, a prepaid balance, or both."""

    line: Line
    unit: Unit | None
    customer: Customer | None
    on: date
    tariff: Tariff | None = None
    start: date | None = None
    end: date | None = None
    due: date | None = None
    amount: Decimal = Decimal(0)
    prepaid: Decimal = Decimal(0)

    @property
    def key(self) -> ChargeKey | None:
        """By which the same arrear is known again."""
        if not self.amount or self.tariff is None or self.start is None:
            return None
        person = self.customer.pk if self.customer and not self.unit else None
        return (self.unit.pk if self.unit else None, person, self.tariff.pk, self.start)


@dataclass
class ArrearsDraft(Draft):
    owed: list[Owed] = field(default_factory=list)


def examine(tables: list[Table], scope: Scope) -> ArrearsDraft:
    """Read every row and compare it with the file itself, the registers and the books."""
    draft = ArrearsDraft()
    reader = _Reader(standing(scope.estate, scope.actor), scope)
    lines: list[Line] = []
    for table in tables:
        finder = UnitFinder(table, reader.known.units)
        told = _told_item(table, reader.known)
        for line in lines_of(table):
            lines.append(line)
            if owed := reader.read(line, finder, told):
                draft.owed.append(owed)
            scope.tick(0.8 * line.row / max(len(table.sheet.rows), 1))
        draft.problems += skipped(table, TROUBLES)
    _compare(draft.owed, scope)
    draft.rows = len(lines)
    draft.problems += [each for line in lines for each in line.problems(TROUBLES)]
    charges = [each for each in draft.owed if each.amount]
    draft.counts = {
        "charges": len(charges),
        "prepaid": sum(bool(each.prepaid) for each in draft.owed),
        "amount": str(sum((each.amount for each in charges), Decimal(0))),
        "prepaid_amount": str(sum((each.prepaid for each in draft.owed), Decimal(0))),
        "skipped": sum(problem.severity == "error" for problem in draft.problems),
    }  # type: ignore[dict-item]
    return draft


class _Reader:
    def __init__(self, known: Standing, scope: Scope) -> None:
        self.known = known
        self.today = today(scope.estate, scope.now)

    def read(self, line: Line, finder: UnitFinder, told: Tariff | None) -> Owed | None:
        """The row, or None when it owes nothing. What is wrong with any of its cells is noted on the line."""
        amount, prepaid = self._amount(line), self._prepaid(line)
        if not amount and not prepaid:
            if not line.troubles:
                line.trouble("amount" if "amount" in line.at else "prepaid", "amount_missing")
            if line.has(["amount_missing", "paid_up"]):
                return None
        unit, customer = self._who(line, finder, needed=bool(prepaid))
        owed = Owed(line, unit, customer, self._on(line), amount=amount, prepaid=prepaid)
        if line.text("amount"):
            owed.tariff = self._item(line, told)
            self._period(line, owed)
        return owed if amount or prepaid else None

    def _amount(self, line: Line) -> Decimal:
        """What is owed: the amount less what was paid of it."""
        if not line.text("amount"):
            return Decimal(0)
        amount = self._money(line, "amount", rules.amount)
        paid = self._money(line, "paid", rules.paid) if line.text("paid") else Decimal(0)
        if line.troubles or amount > paid:
            return amount - paid if amount > paid else Decimal(0)
        line.trouble("paid", "paid_up" if amount == paid else "overpaid")
        return Decimal(0)

    def _prepaid(self, line: Line) -> Decimal:
        cell = line.cell("prepaid")
        return (
            Decimal(0) if cells.is_nothing(cell) or cell == 0 else self._money(line, "prepaid", rules.amount)
        )

    def _money(self, line: Line, code: str, reader: Any) -> Decimal:
        try:
            found: Decimal = reader(line.cell(code))
        except rules.Unreadable as no:
            line.trouble(code, no.code)
            return Decimal(0)
        return found

    def _who(self, line: Line, finder: UnitFinder, *, needed: bool) -> tuple[Unit | None, Customer | None]:
        """The home and person; a person is `needed` where money of his is kept."""
        name = tidy(line.text("name"))
        if line.text("plate") and not line.text("number") and not line.text("address"):
            return None, self._by_plate(line, name)
        unit = finder.find(line)
        if unit is None:
            return None, None
        if name:
            person = self.known.people[unit.pk].get(name)
            if person is None:
                line.trouble("name", "person_unknown", where=unit.key)
            return unit, person
        owners = self.known.owners[unit.pk]
        if needed and len(owners) != 1:
            line.trouble("prepaid", "person_several" if owners else "person_missing")
        return unit, owners[0] if owners else None

    def _by_plate(self, line: Line, name: str) -> Customer | None:
        found = self.known.plates.get(line.text("plate").upper().replace("·", "").replace(" ", ""), [])
        if name:
            found = [each for each in found if tidy(each.name) == name]
        if len(found) != 1:
            line.trouble("plate", "plate_several" if found else "plate_unknown")
            return None
        return found[0]

    def _item(self, line: Line, told: Tariff | None) -> Tariff | None:
        text = line.text("item")
        if not text:
            if told is None:
                line.trouble("item", "item_missing")
            return told
        found = self.known.tariffs.get(tidy(text)) or self.known.tariffs.get(text)
        if found is None:
            line.trouble("item", "item_unknown")
        return found

    def _period(self, line: Line, owed: Owed) -> None:
        """From the two days, the period in one cell, or the month of the last day for paying."""
        start, end, due = (line.read(cells.day, code) for code in ("start", "end", "due"))
        if start is None and line.text("period"):
            try:
                start, last = rules.period(line.cell("period"))
                end = end or last
            except rules.Unreadable as no:
                line.trouble("period", no.code)
                return
        if start is None and not line.text("start") and due:
            start = due.replace(day=1)
        if start is None:
            if not line.text("start"):
                line.trouble("period" if "period" in line.at else "start", "period_missing")
            return
        end = end or rules.period(start)[1]
        if end < start:
            line.trouble("end", "period_backwards")
        owed.start, owed.end, owed.due = start, end, due or end

    def _on(self, line: Line) -> date:
        on: date | None = line.read(cells.day, "on")
        if on is None:
            return self.today
        if on > self.today:
            line.trouble("on", "on_future")
        if self.known.closed_through and on <= self.known.closed_through:
            line.trouble("on", "closed", through=self.known.closed_through)
        return on


def _told_item(table: Table, known: Standing) -> Tariff | None:
    """The fee that the sheet's name or title speaks of."""
    said = tidy(f"{table.name} {table.title}")
    names = [name for name, tariff in known.tariffs.items() if name == tidy(tariff.name) and name in said]
    return known.tariffs[max(names, key=len)] if names else None


def _compare(owed: list[Owed], scope: Scope) -> None:
    """Note what stands twice in the file, and what is on the books already."""
    keyed = list(_keyed(owed))
    rows: dict[ChargeKey, int] = {}
    books = charged(
        scope.estate,
        {each.unit.pk for each, _key in keyed if each.unit},
        {each.customer.pk for each, _key in keyed if each.customer and not each.unit},
        {key[3] for _each, key in keyed},
    )
    for each, key in keyed:
        first = rows.setdefault(key, each.line.row)
        if first != each.line.row or rows[key] != first:
            each.line.trouble("amount", "repeated", row=first + 1)
        elif key in books:
            each.line.trouble("amount", "charged")
    scope.tick(0.9)
    _compare_prepaid([each for each in owed if each.prepaid and each.customer], opened_prepaid(scope.estate))


def _keyed(owed: list[Owed]) -> Iterator[tuple[Owed, ChargeKey]]:
    for each in owed:
        if (each.unit or each.customer) and (key := each.key):
            yield each, key


def _compare_prepaid(owed: list[Owed], known: set[int]) -> None:
    rows: dict[tuple[int | None, int], int] = {}
    for each in owed:
        assert each.customer
        key = (each.unit.pk if each.unit else None, each.customer.pk)
        first = rows.setdefault(key, each.line.row)
        if first != each.line.row:
            each.line.trouble("prepaid", "prepaid_repeated", row=first + 1)
        elif each.customer.pk in known:
            each.line.trouble("prepaid", "prepaid_known", who=each.customer.name)
