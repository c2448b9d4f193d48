"""Who in the file is the same person as somebody else in the file or in the register."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guanjia.directory.owners.queries import Standing
from guanjia.directory.owners.rows import Occupant, OwnerRow
from guanjia.engine.imports.fields import Duplicate
from guanjia.kernel.phone import Phone

SAME_ID, SAME_ID_OTHER_NAME, SAME_PHONE = "id", "id_only", "phone"


@dataclass
class Person:
    """One customer that the file speaks of. `existing`: the number of the customer in the register."""

    number: int
    first: Occupant
    where: str
    existing: int | None = None
    phones: dict[str, Phone] = field(default_factory=dict)
    said: list[Occupant] = field(default_factory=list)

    def hear(self, occupant: Occupant) -> None:
        self.said.append(occupant)
        for phone in occupant.phones:
            known = self.phones.get(phone.number)
            if known is None or (phone.label and not known.label):
                self.phones[phone.number] = phone

    def best(self, name: str) -> object:
        """The first filled value that any row gives."""
        return next((value for one in self.said if (value := getattr(one, name))), None)


class Matcher:
    """Same home and name are one person without asking. The same identity number, or name and phone, are
    proposed as one, unless `decisions` say otherwise. The same identity number under another name is proposed, too,
    but kept apart by default."""

    def __init__(self, standing: Standing, decisions: Mapping[str, bool]) -> None:
        self.standing = standing
        self.decisions = decisions
        self.people: list[Person] = []
        self.duplicates: list[Duplicate] = []
        self.merged = 0
        self._home: dict[tuple[str, str], Person] = {}
        self._id: dict[str, Person] = {}
        self._phone: dict[tuple[str, str], Person] = {}
        self._existing: dict[int, Person] = {}

    def person(self, occupant: Occupant, unit_key: str, row: OwnerRow) -> tuple[Person, str]:
        """The person for this occupant, and the other name under which the same identity number stands, or empty."""
        where = f"{occupant.name} · {unit_key}"
        found, shared = self._at_home(occupant, unit_key), ""
        if found is None:
            found, shared = self._elsewhere(occupant, where, row)
        if found is None:
            found = self._new(occupant, where, None)
        self._remember(found, occupant, unit_key)
        return found, shared

    def _at_home(self, occupant: Occupant, unit_key: str) -> Person | None:
        place = (unit_key, occupant.name)
        if place in self._home:
            return self._home[place]
        pk = self.standing.homes.get(place)
        return self._known(pk, occupant, f"{occupant.name} · {unit_key}") if pk else None

    def _elsewhere(self, occupant: Occupant, where: str, row: OwnerRow) -> tuple[Person | None, str]:
        shared = ""
        for candidate, there, why in self._candidates(occupant):
            key = f"{row.sheet}!{row.row + 1}:{occupant.name}={why}"
            usual = why != SAME_ID_OTHER_NAME
            shared = shared if usual else there.split(" · ")[0]
            merge = self.decisions.get(key, usual)
            self.duplicates.append(Duplicate(key, row.sheet, row.row + 1, where, there, why, merge))
            if merge:
                self.merged += 1
                if isinstance(candidate, Person):
                    return candidate, shared
                return self._known(candidate, occupant, there), shared
        return None, shared

    def _candidates(self, occupant: Occupant) -> list[tuple[Person | int, str, str]]:
        """At most one by identity number and one by phone, file before register."""
        found: list[tuple[Person | int, str, str]] = []
        number = occupant.id_number
        if number and (mate := self._id.get(number)):
            found.append(
                (mate, mate.where, SAME_ID if mate.first.name == occupant.name else SAME_ID_OTHER_NAME)
            )
        elif number and (known := self.standing.by_id.get(number)):
            found.append((known[0], known[1], SAME_ID if known[1] == occupant.name else SAME_ID_OTHER_NAME))
        for phone in occupant.phones:
            pair = (occupant.name, phone.digits)
            mate = self._phone.get(pair)
            if mate and not _contradict(mate, occupant):
                found.append((mate, mate.where, SAME_PHONE))
                break
            if pk := self.standing.by_phone.get(pair):
                found.append((pk, occupant.name, SAME_PHONE))
                break
        return found[:1] if found and found[0][2] == SAME_ID else found

    def _known(self, pk: int, occupant: Occupant, where: str) -> Person:
        return self._existing.get(pk) or self._new(occupant, where, pk)

    def _new(self, occupant: Occupant, where: str, existing: int | None) -> Person:
        person = Person(len(self.people), occupant, where, existing)
        self.people.append(person)
        if existing is not None:
            self._existing[existing] = person
        return person

    def _remember(self, person: Person, occupant: Occupant, unit_key: str) -> None:
        person.hear(occupant)
        self._home.setdefault((unit_key, occupant.name), person)
        if occupant.id_number:
            self._id.setdefault(occupant.id_number, person)
        for phone in occupant.phones:
            self._phone.setdefault((occupant.name, phone.digits), person)


def _contradict(person: Person, occupant: Occupant) -> bool:
    """Two different identity numbers are two people, whatever their phones."""
    number = person.best("id_number")
    return bool(number and occupant.id_number and number != occupant.id_number)
