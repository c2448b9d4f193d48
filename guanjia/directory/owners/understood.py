"""A row of an owners' workbook as understood."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from guanjia.kernel.phone import Phone
from guanjia.kernel.room import Room


@dataclass
class Occupant:
    """Somebody in the unit of this row."""

    name: str
    role: str
    company: bool = False
    phones: list[Phone] = field(default_factory=list)
    id_number: str = ""
    birthday: date | None = None
    gender: str = ""
    email: str = ""
    tags: list[str] = field(default_factory=list)
    is_key: bool = False
    note: str = ""
    residents: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def print(self) -> tuple[object, ...]:
        """What must be equal for two rows to say the same."""
        return (self.name, self.role, tuple(self.phones), self.id_number, self.since, self.until)


@dataclass
class OwnerRow:
    """A row as understood. `row` from 0. `troubles`: (column or None, code, text)."""

    sheet: str
    row: int
    room: Room | None = None
    key: str = ""
    kind: str = ""
    status: str = ""
    area: Decimal | None = None
    handed_over_on: date | None = None
    zone: str = ""
    butler: str = ""
    note: str = ""
    landlord: str = ""
    occupants: list[Occupant] = field(default_factory=list)
    troubles: list[tuple[int | None, str, str]] = field(default_factory=list)
