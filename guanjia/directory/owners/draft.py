"""What a file says, put together: each unit once, each person once, who is where, and what is doubtful."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guanjia.directory.owners import words
from guanjia.directory.owners.around import is_owners_list, owners_by_ref
from guanjia.directory.owners.matching import Matcher, Person
from guanjia.directory.owners.queries import Standing, recognise, staff_named, standing
from guanjia.directory.owners.rows import Occupant, OwnerRow, RowReader
from guanjia.engine.imports.fields import Draft, Problem, Scope
from guanjia.engine.imports.reading import cell_name, column_name
from guanjia.engine.imports.tables import Table


@dataclass
class OccupancyDraft:
    since: date | None = None
    until: date | None = None
    residents: int | None = None

    def overlaps(self, other: Any) -> bool:
        """Whether `other`, with `since` and `until` too, may be the same stay."""
        starts = self.since or date.min, other.since or date.min
        ends = self.until or date.max, other.until or date.max
        return max(starts) <= min(ends)


@dataclass
class OwnersDraft(Draft):
    """`units`: by key, the first row that names each, with what later rows added. `occupancies`: by unit key, number of
    the person, role; several when somebody moved out and came back."""

    standing: Standing = field(default_factory=Standing)
    units: dict[str, OwnerRow] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    butlers: dict[str, Any] = field(default_factory=dict)
    occupancies: dict[tuple[str, int, str], list[OccupancyDraft]] = field(default_factory=dict)


def examine(tables: list[Table], scope: Scope) -> OwnersDraft:
    """Read every row and compare it with the file itself and the registers. Writes nothing."""
    draft = OwnersDraft(standing=standing(scope.estate, scope.actor))
    rows = []
    owners = owners_by_ref(tables)
    for table in tables:
        if is_owners_list(table):
            continue
        reader = RowReader(table, draft.standing.units, owners)
        total = max(len(table.sheet.rows), 1)
        for at, values in table.rows():
            rows.append((table, reader, reader.read(at, values)))
            scope.tick(0.6 * at / total)
        draft.problems += _skipped(table)
    draft.butlers = staff_named({row.butler for _t, _r, row in rows if row.butler}, scope.estate.company_id)
    people = [occupant for _t, _r, row in rows for occupant in row.occupants]
    digits = {phone.digits for person in people for phone in person.phones}
    recognise(draft.standing, scope.actor, digits, {p.id_number for p in people if p.id_number})
    _Gathering(draft, scope).add_all(rows)
    return draft


class _Gathering:
    """Adds rows to a draft one by one."""

    def __init__(self, draft: OwnersDraft, scope: Scope) -> None:
        self.draft = draft
        self.scope = scope
        self.matcher = Matcher(draft.standing, scope.decisions)
        self.seen: dict[tuple[Any, ...], int] = {}
        self.repeated = 0
        self.unknown_butlers: set[str] = set()

    def add_all(self, rows: list[tuple[Table, RowReader, OwnerRow]]) -> None:
        for done, (table, reader, row) in enumerate(rows):
            self._add(table, reader, row)
            self.scope.tick(0.6 + 0.4 * done / len(rows))
        draft = self.draft
        draft.rows = len(rows)
        draft.people = self.matcher.people
        draft.duplicates = self.matcher.duplicates
        new = sum(key not in draft.standing.units for key in draft.units)
        fresh = sum(person.existing is None for person in draft.people)
        draft.counts = {
            "units": len(draft.units),
            "units_new": new,
            "customers": len(draft.people),
            "customers_new": fresh,
            "occupancies": sum(map(len, draft.occupancies.values())),
            "merged": self.matcher.merged,
            "repeated": self.repeated,
            "skipped": sum(problem.severity == words.ERROR for problem in draft.problems),
        }

    def _add(self, table: Table, reader: RowReader, row: OwnerRow) -> None:
        if row.room and not reader.may_create and row.key not in self.draft.standing.units:
            column = next(iter(reader.at.get("number") or reader.at.get("address") or [None]))
            row.troubles.append((column, "unit_missing", row.key))
            row.room = None
        if row.room and self._is_repeat(row):
            row.room = None
        if row.room:
            self._butler(reader, row)
            self._unit(row)
            self._occupants(table, reader, row)
        self.draft.problems += problems_of(row)

    def _butler(self, reader: RowReader, row: OwnerRow) -> None:
        """Said once for each name, not in every row of a merged column."""
        if row.butler and row.butler not in self.draft.butlers and row.butler not in self.unknown_butlers:
            self.unknown_butlers.add(row.butler)
            row.troubles.append((next(iter(reader.at["butler"])), "butler_unknown", row.butler))

    def _is_repeat(self, row: OwnerRow) -> bool:
        assert row.room
        whole = (row.key, row.area, row.handed_over_on, row.note, *(o.print for o in row.occupants))
        first = self.seen.setdefault(whole, row.row)
        if first == row.row:
            return False
        row.troubles = [(None, "row_repeated", str(first + 1))]
        self.repeated += 1
        return True

    def _unit(self, row: OwnerRow) -> None:
        assert row.room
        first = self.draft.units.setdefault(row.key, row)
        if first is row:
            return
        if first.area and row.area and first.area != row.area:
            row.troubles.append((None, "unit_conflict", f"{first.area}㎡"))
        for name in ("area", "handed_over_on", "kind", "status", "zone", "butler"):
            setattr(first, name, getattr(first, name) or getattr(row, name))
        if row.note and row.note not in first.note:
            first.note = "；".join(filter(None, [first.note, row.note]))[:500]

    def _occupants(self, table: Table, reader: RowReader, row: OwnerRow) -> None:
        assert row.room
        key = row.key
        self._compare_owners(row, key)
        for occupant in row.occupants:
            person, shared = self.matcher.person(occupant, key, row)
            if shared:
                row.troubles.append((next(iter(reader.at.get("id_number", [])), None), "id_shared", shared))
            self._occupancy(key, person, occupant)

    def _occupancy(self, key: str, person: Person, occupant: Occupant) -> None:
        stays = self.draft.occupancies.setdefault((key, person.number, occupant.role), [])
        place = next((stay for stay in stays if stay.overlaps(occupant)), None)
        if place is None:
            stays.append(place := OccupancyDraft())
        for name in ("since", "until", "residents"):
            setattr(place, name, getattr(place, name) or getattr(occupant, name))

    def _compare_owners(self, row: OwnerRow, key: str) -> None:
        owners = self.draft.standing.owners.get(key, set())
        named = {o.name for o in row.occupants if o.role == words.Role.OWNER}
        if owners and named and not named & owners:
            row.troubles.append((None, "owner_differs", "、".join(sorted(owners))))
        if row.landlord and row.landlord not in owners:
            row.troubles.append(
                (
                    None,
                    "landlord_differs" if owners else "landlord_unknown",
                    "、".join(sorted(owners)) or row.landlord,
                )
            )


def problems_of(row: OwnerRow) -> Iterator[Problem]:
    """The row's troubles in words, by cell."""
    for column, code, text in row.troubles:
        severity, message = words.TROUBLES[code]
        yield Problem(
            sheet=row.sheet,
            row=row.row + 1,
            column="" if column is None else column_name(column),
            cell="" if column is None else cell_name(row.row, column),
            code=code,
            message=str(message) % {"text": text},
            severity=severity,
        )


def _skipped(table: Table) -> list[Problem]:
    return [
        Problem(
            table.name, skip.row + 1, "", "", skip.reason, str(words.TROUBLES[skip.reason][1]), words.INFO
        )
        for skip in table.skipped
        if skip.reason != "empty"
    ]
