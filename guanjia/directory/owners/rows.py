"""Reads one row of an owners' workbook: which unit, what about it, who is there as what."""

import re
from collections.abc import Mapping
from typing import Any

from guanjia.directory.owners import words
from guanjia.directory.owners.around import OwnersList, Surroundings
from guanjia.directory.owners.understood import Occupant, OwnerRow
from guanjia.directory.places.models import Unit
from guanjia.engine.imports.tables import Table
from guanjia.kernel import cells, idnumber, names, phone, room
from guanjia.kernel.cells import is_nothing, text_of, words_of
from guanjia.kernel.phone import Phone
from guanjia.kernel.room import Room

_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}")
_LONG_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")


class RowReader:
    """Reads the rows of one table. `units` of the estate by key settle short room numbers. In a workbook that
    `export` wrote every cell holds one value: no name is split."""

    def __init__(self, table: Table, units: Mapping[str, Unit], owners: OwnersList | None = None) -> None:
        self.table = table
        self.known = units
        self.owners = owners or {}
        self.places = {place_of(u.building.name, u.entrance, u.number): key for key, u in units.items()}
        self.is_ours = table.labels == [label for label, _width in words.COLUMNS]
        self.at: dict[str, list[int]] = {}
        for column, code in sorted(table.columns.items()):
            self.at.setdefault(code, []).append(column)
        self.around = Surroundings(table, self.at)
        self.default_kind = self.around.kind
        joined = {code for said in self.owners.values() for code in said} if "owner_ref" in self.at else set()
        self.codes = set(self.at) | joined
        self.only_tenants = "tenant_name" in self.codes and "name" not in self.codes
        self.may_create = bool({"name", "area", "kind"} & self.codes or self.default_kind)
        self.above: Room | None = None

    def read(self, row: int, values: list[Any]) -> OwnerRow:
        self.values = values
        self.out = OwnerRow(self.table.name, row)
        self.owner = self.owners.get(self._text("owner_ref"), {})
        if not self.owner and self.owners and self._text("owner_ref"):
            self._trouble("owner_ref", "owner_unlisted")
        self._unit()
        self._people()
        return self.out

    # cells

    def _cell(self, code: str) -> Any:
        """The first filled cell of a field, or an empty text."""
        if code not in self.codes:
            return ""
        return next((value for _column, value in self._cells(code) if value not in ("", None)), "")

    def _cells(self, code: str) -> list[tuple[int | None, Any]]:
        """Column and value of all cells of a field; without a column from the list of owners."""
        listed = [(None, value) for value in self.owner.get(code, ())] if code != "owner_ref" else []
        return [(column, self._value(column)) for column in self.at.get(code, ())] + listed

    def _value(self, column: int) -> Any:
        return self.values[column] if column < len(self.values) else ""

    def _text(self, code: str) -> str:
        cell = self._cell(code)
        return "" if is_nothing(cell) else text_of(cell)

    def _trouble(self, code: str, trouble: str, text: str = "") -> None:
        columns = self.at.get(code, [])
        filled = [c for c in columns if self._value(c) not in ("", None)]
        self.out.troubles.append(
            ((filled or columns or [None])[0], trouble, text or text_of(self._cell(code)))
        )

    def _read(self, reader: Any, code: str) -> Any:
        result = reader(self._cell(code))
        if result.trouble:
            self._trouble(code, result.trouble)
        return result.value

    def _word(self, code: str, meanings: dict[str, str], trouble: str) -> str:
        text = re.sub(r"[\s()（）]", "", self._text(code))
        if not text:
            return ""
        if text in meanings:
            return meanings[text]
        found = next((code for word, code in meanings.items() if len(word) > 1 and word in text), "")
        if not found:
            self._trouble(code, trouble)
        return found

    # the unit

    def _unit(self) -> None:
        out = self.out
        try:
            out.room = self._room()
            parts = (self._cell(code) for code in ("building", "entrance", "number"))
            out.key = self.places.get(place_of(*parts)) or out.room.key
            self.above = out.room
        except room.Unclear as unclear:
            code = next((c for c in ("number", "address", "building") if c in self.at), "address")
            self._trouble(code, unclear.code, unclear.text)
        told = self._word("kind", words.KIND_OF, "kind_unknown")
        out.kind = told or (out.room.kind if out.room else "") or self.default_kind
        out.status = self._word("status", words.STATUS_OF, "status_unknown")
        out.area = self._read(cells.area, "area")
        out.handed_over_on = self._read(cells.day, "handed_over_on")
        out.zone, out.butler = words_of(self._cell("zone")), names.tidy(self._text("butler"))
        out.note = self._notes("unit_note")
        if _LONG_NUMBER.search(out.note):
            self._trouble("unit_note", "note_phone")

    def _room(self) -> Room:
        place = tuple(self._cell(code) for code in ("building", "entrance", "number", "address"))
        if self.above and all(is_nothing(cell) for cell in place) and self._is_below():
            return self.above
        building, entrance, number, address = place
        if "number" in self.at and not is_nothing(number):
            return self.around.room(self.out.row, (building, entrance, number), self.known)
        try:
            return self.around.room(self.out.row, (building, entrance, address), self.known)
        except room.Unclear:
            if self.default_kind and re.fullmatch(r"[A-Za-z]*\d+[A-Za-z]?", text_of(address)):
                mark = "车位" if self.default_kind == words.Kind.PARKING else "商铺"
                return room.parse(f"{mark}{text_of(address)}")
            raise

    def _is_below(self) -> bool:
        """A tenant or relative in the row below the owner's, whose room is not written again."""
        role = words.ROLE_OF.get(self._text("role"))
        said = {code for code in ("name", "tenant_name") if self._text(code)}
        return said == {"tenant_name"} or bool(said and role and role != words.Role.OWNER)

    def _notes(self, code: str) -> str:
        texts = [words_of(value) for _column, value in self._cells(code)]
        note = "；".join(dict.fromkeys(text for text in texts if not is_nothing(text)))
        if len(note) > 500:
            self._trouble(code, "note_cut")
        return note[:500]

    # the people

    def _people(self) -> None:
        role = self._word("role", words.ROLE_OF, "role_unknown") or str(words.Role.OWNER)
        if "name" in self.codes:
            self._group("name", role, ("phone",), "id_number")
        if "tenant_name" in self.codes:
            phones = ("tenant_phone", "phone") if self.only_tenants else ("tenant_phone",)
            id_code = "id_number" if self.only_tenants and "tenant_id" not in self.codes else "tenant_id"
            self._group("tenant_name", str(words.Role.TENANT), phones, id_code)
        if not self.out.occupants:
            if self._phones("phone", "tenant_phone"):
                self._trouble("phone" if "phone" in self.codes else "tenant_phone", "name_missing")
            return
        self._details(self.out.occupants[0])
        self._times()
        self._contact()
        self.out.landlord = next(iter(names.split(self._cell("landlord"))), "")

    def _group(self, code: str, role: str, phone_codes: tuple[str, ...], id_code: str) -> None:
        cell = self._cell(code)
        said = (names.tidy(text_of(cell)),) if self.is_ours else names.split(cell)
        people = [Occupant(name[:100], role, names.is_company(name)) for name in said if name]
        if not people:
            return
        people[0].note = "" if self.is_ours else "；".join(names.remarks(cell))
        beside = list(phone.read(cell).phones) if names.NUMBER.search(text_of(cell)) else []
        _share_out(people, beside + [p for p in self._phones(*phone_codes) if p not in beside])
        self._ids(people, id_code)
        if kind := self._text("customer_kind"):
            people[0].company = kind in ("单位", "公司", "企业")
        self.out.occupants += people

    def _phones(self, *codes: str) -> list[Phone]:
        found: dict[str, Phone] = {}
        for column, value in (cell for code in codes for cell in self._cells(code)):
            read = phone.read(value)
            for one in read.phones:
                found.setdefault(one.number, one)
            for trouble in read.troubles:
                entry = (column, trouble.code, trouble.text)
                if entry not in self.out.troubles:
                    self.out.troubles.append(entry)
        return list(found.values())

    def _ids(self, people: list[Occupant], code: str) -> None:
        cell = self._cell(code)
        parts = re.split(r"[/、,，;；\s]+", text_of(cell)) if isinstance(cell, str) else [cell]
        for person, part in zip(people, parts, strict=False):
            read = idnumber.read(part)
            if read.trouble:
                self._trouble(code, read.trouble, text_of(part))
            person.id_number, person.birthday, person.gender = read.number, read.birthday, read.gender
            if not read.birthday and idnumber.is_credit_code(read.number):
                person.company = True

    def _details(self, first: Occupant) -> None:
        first.birthday = self._read(cells.day, "birthday") or first.birthday
        if gender := self._text("gender"):
            first.gender = {"男": "m", "女": "f", "先生": "m", "女士": "f", "m": "m", "f": "f"}.get(
                gender, first.gender
            )
            if gender not in ("男", "女", "先生", "女士", "m", "f"):
                self._trouble("gender", "gender_unreadable")
        if email := self._text("email"):
            first.email = email if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email) else ""
            if not first.email:
                self._trouble("email", "email_unreadable")
        first.tags = [
            tag[:20] for tag in re.split(r"[、,，;；\s]+", self._text("tags")) if tag
        ] + self._plates()
        told = "key_customer" in self.codes
        first.is_key = (
            bool(cells.tick(self._cell("key_customer")).value) if told else "重点客户" in self.out.note
        )
        first.residents = self._read(cells.count, "residents")
        first.note = "；".join(filter(None, [first.note, self._notes("customer_note"), *self._business()]))[
            :500
        ]

    def _plates(self) -> list[str]:
        text = " ".join(text_of(value) for _column, value in self._cells("plate"))
        return list(dict.fromkeys(_PLATE.findall(re.sub(r"[\s·.•・-]", "", text.upper()))))

    def _business(self) -> list[str]:
        said = [
            f"{label}：{text}"
            for code, label in (("legal", "法定代表人"), ("trade", "经营范围"))
            if (text := self._text(code))
        ]
        if letter := text_of(self._cell("fire_letter")):
            tick = cells.tick(letter)
            if tick.trouble:
                self._trouble("fire_letter", tick.trouble)
            said.append("消防责任书：" + {True: "已签", False: "未签", None: letter}[tick.value])
        return said

    def _times(self) -> None:
        whom = [o for o in self.out.occupants if o.role == words.Role.TENANT] or self.out.occupants
        since, until = self._read(cells.day, "since"), self._read(cells.day, "until")
        if since and until and until < since:
            self._trouble("until", "date_backwards")
            since = until = None
        if "term" in self.codes:
            term = self._read(cells.term, "term")
            since, until = since or term[0], until or term[1]
        for person in whom:
            person.since, person.until = since, until

    def _contact(self) -> None:
        """A firm's contact is the label of its phones; a person's contact is somebody of his own."""
        people, own = names.split(self._cell("contact")), self._phones("contact_phone")
        first = self.out.occupants[0]
        if not people:
            first.phones += [p for p in own if p.number not in {q.number for q in first.phones}]
        elif "contact_phone" in self.codes and not first.company:
            contact = Occupant(people[0], str(words.Role.CONTACT), phones=own)
            if people[0] not in {o.name for o in self.out.occupants}:
                self.out.occupants.append(contact)
        else:
            label = "、".join(people)
            first.phones = [
                Phone(p.number, p.digits, f"{label} {p.label}".strip()[:30]) for p in [*first.phones, *own]
            ]
            if not first.phones:
                first.note = "；".join(filter(None, [first.note, f"联系人：{label}"]))[:500]


def place_of(building: object, entrance: object, number: object) -> tuple[str, str, str]:
    """How a unit's three cells are compared with those of the register."""
    return text_of(building), text_of(entrance), text_of(number)


def _share_out(people: list[Occupant], phones: list[Phone]) -> None:
    """Phones of several owners: by the name beside each, else one each when they are as many, else the first's."""
    by_name = {person.name: person for person in people}
    unnamed = [one for one in phones if one.label not in by_name]
    for one in phones:
        if one.label in by_name:
            by_name[one.label].phones.append(Phone(one.number, one.digits))
    if len(people) > 1 and len(unnamed) == len(people) and not any(one.label for one in unnamed):
        for person, one in zip(people, unnamed, strict=True):
            person.phones.append(one)
    else:
        people[0].phones += unnamed
