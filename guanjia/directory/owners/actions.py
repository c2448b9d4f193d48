"""Writes an examined owners' workbook, in bulk, inside the caller's one transaction."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from guanjia.directory.owners import words
from guanjia.directory.owners.draft import OccupancyDraft, OwnersDraft
from guanjia.directory.owners.matching import Person
from guanjia.directory.owners.rows import OwnerRow
from guanjia.directory.people.indexing import entry_of, index_customers
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.indexing import index_units
from guanjia.directory.places.models import Building, Unit, Zone
from guanjia.engine.audit.trail import facts
from guanjia.engine.imports.fields import Scope
from guanjia.engine.imports.ledger import Ledger
from guanjia.engine.search.index import index_many
from guanjia.kernel.cells import text_of
from guanjia.kernel.room import Room


def write_owners(draft: OwnersDraft, scope: Scope, ledger: Ledger) -> None:
    """Buildings, zones, units, customers with phones, occupancies; then the search index."""
    writer = _Writer(draft, scope, ledger)
    writer.write_buildings()
    writer.write_zones()
    scope.tick(0.05)
    writer.write_units()
    scope.tick(0.2)
    writer.write_customers()
    scope.tick(0.4)
    writer.write_occupancies()
    scope.tick(0.6)
    index_units(writer.touched_units)
    scope.tick(0.75)
    writer.index_customers()
    scope.tick(0.95)


class _Writer:
    def __init__(self, draft: OwnersDraft, scope: Scope, ledger: Ledger) -> None:
        self.draft = draft
        self.ledger = ledger
        self.home = {"company_id": scope.estate.company_id, "estate_id": scope.estate.pk}
        self.company = {"company_id": scope.estate.company_id}
        self.units = draft.standing.units
        self.buildings: dict[str, Building] = {}
        self.zones: dict[str, Zone] = {}
        self.customers: dict[int, Customer] = {}
        self.touched_units: list[Unit] = []
        self.fresh: list[Customer] = []
        self.phones: dict[int, list[Phone]] = defaultdict(list)
        self.places: dict[int, list[Occupancy]] = defaultdict(list)
        self.touched_customers: set[int] = set()

    def write_buildings(self) -> None:
        self.buildings = {b.name: b for b in Building.objects.filter(estate_id=self.home["estate_id"])}
        wanted = dict.fromkeys(
            building_name(row.room)
            for key, row in self.draft.units.items()
            if key not in self.units and row.room
        )
        fresh = [
            Building(**self.home, name=n[:30], order=_order(n))
            for n in wanted
            if n[:30] not in self.buildings
        ]
        self.ledger.create(Building, fresh)
        self.buildings |= {building.name: building for building in fresh}

    def write_zones(self) -> None:
        """A zone by its name; a butler without a zone gets one of his own."""
        zones = Zone.objects.filter(estate_id=self.home["estate_id"]).select_related("butler")
        self.zones = {text_of(zone.name): zone for zone in zones}
        by_butler = {zone.butler.name: zone for zone in self.zones.values() if zone.butler}
        staff = self.draft.butlers
        fresh = []
        for row in self.draft.units.values():
            if not row.zone and row.butler:
                row.zone = by_butler[row.butler].name if row.butler in by_butler else f"{row.butler}片区"
            if row.zone and (key := _zone_key(row)) not in self.zones:
                self.zones[key] = Zone(**self.home, name=row.zone[:40], butler=staff.get(row.butler))
                fresh.append(self.zones[key])
        self.ledger.create(Zone, fresh)

    def write_units(self) -> None:
        fresh, changed = [], []
        for key, row in self.draft.units.items():
            if key in self.units:
                if before := self._update_unit(self.units[key], row):
                    changed.append((self.units[key], before))
            else:
                self.units[key] = self._new_unit(key, row)
                fresh.append(self.units[key])
        self.ledger.create(Unit, fresh)
        self.ledger.change(Unit, changed)
        self.touched_units = fresh + [unit for unit, _before in changed]

    def _new_unit(self, key: str, row: OwnerRow) -> Unit:
        assert row.room
        return Unit(
            **self.home,
            building=self.buildings[building_name(row.room)[:30]],
            entrance=row.room.entrance,
            floor=row.room.floor,
            number=row.room.number,
            key=key,
            kind=row.kind or words.Kind.FLAT,
            status=row.status or _usual_status(row),
            zone=self.zones.get(_zone_key(row)),
            area=row.area,
            handed_over_on=row.handed_over_on,
            note=row.note,
        )

    def _update_unit(self, unit: Unit, row: OwnerRow) -> dict[str, Any]:
        before = facts(unit)
        for name in ("area", "handed_over_on", "status"):
            if value := getattr(row, name):
                setattr(unit, name, value)
        if row.kind and not (row.room and row.kind == words.Kind.FLAT):
            unit.kind = row.kind
        if zone := self.zones.get(_zone_key(row)):
            unit.zone = zone
        unit.note = _joined(unit.note, row.note)
        return _differences(unit, before)

    def write_customers(self) -> None:
        known = Customer.objects.in_bulk([p.existing for p in self.draft.people if p.existing])
        prefetch_related_objects(list(known.values()), "phones")
        fresh, changed, phones = [], [], []
        for person in self.draft.people:
            customer = known.get(person.existing or 0) or Customer(**self.company, name=person.first.name)
            before = facts(customer)
            self._fill(customer, person)
            self.customers[person.number] = customer
            if customer.pk is None:
                customer.estate_ids = [self.home["estate_id"]]
                fresh.append(customer)
            elif different := _differences(customer, before):
                changed.append((customer, different))
        self.ledger.create(Customer, fresh)
        self.ledger.change(Customer, changed)
        for person in self.draft.people:
            phones += self._phones(person, self.customers[person.number])
        self.ledger.create(Phone, phones)
        self.fresh = fresh
        self.touched_customers |= {c.pk for c, _b in changed} | {p.customer_id for p in phones}
        for phone in phones:
            self.phones[phone.customer_id].append(phone)

    def _fill(self, customer: Customer, person: Person) -> None:
        """Empty fields are filled; what the register already says stays."""
        for name in ("id_number", "birthday", "gender", "email"):
            if not getattr(customer, name) and (value := person.best(name)):
                setattr(customer, name, value)
        if customer.pk is None and any(one.company for one in person.said):
            customer.kind = Customer.Kind.COMPANY
        customer.is_key = customer.is_key or any(one.is_key for one in person.said)
        customer.tags = list(
            dict.fromkeys([*customer.tags, *(tag for one in person.said for tag in one.tags)])
        )
        for one in person.said:
            customer.note = _joined(customer.note, one.note)

    def _phones(self, person: Person, customer: Customer) -> list[Phone]:
        active = [p for p in customer.phones.all() if p.retired_at is None] if person.existing else []
        known = {phone.number for phone in active}
        missing = [phone for number, phone in person.phones.items() if number not in known]
        return [
            Phone(
                **self.company,
                customer=customer,
                number=one.number[:30],
                digits=one.digits[:25],
                label=one.label[:30],
                is_primary=not active and at == 0,
            )
            for at, one in enumerate(missing)
        ]

    def write_occupancies(self) -> None:
        fresh, changed = [], []
        for (key, number, role), stays in self.draft.occupancies.items():
            customer = self.customers[number]
            standing = list(self.draft.standing.occupancies.get((key, customer.pk, role), []))
            for said in stays:
                same = next((one for one in standing if said.overlaps(one)), None)
                if same is None:
                    fresh.append(self._occupancy(key, customer, role, said))
                    continue
                standing.remove(same)
                if before := _extend(same, said):
                    changed.append((same, before))
        self.ledger.create(Occupancy, fresh)
        self.ledger.change(Occupancy, changed)
        self.touched_customers |= {one.customer_id for one in fresh}
        for one in fresh:
            self.places[one.customer_id].append(one)

    def index_customers(self) -> None:
        """New customers from what was just written, others from the tables: they may have more."""
        index_many(
            entry_of(customer, self.phones[customer.pk], self.places[customer.pk]) for customer in self.fresh
        )
        index_customers(self.touched_customers - {customer.pk for customer in self.fresh})

    def _occupancy(self, key: str, customer: Customer, role: str, said: OccupancyDraft) -> Occupancy:
        return Occupancy(
            **self.home,
            unit=self.units[key],
            customer=customer,
            role=role,
            since=said.since,
            until=said.until,
            residents=said.residents,
        )


def building_name(room: Room) -> str:
    """`3` as it is, a phase's building as it is said: `1期3栋`."""
    return f"{room.building}栋" if re.fullmatch(r".*[期区苑]\d+", room.building) else room.building


def _zone_key(row: OwnerRow) -> str:
    return text_of(row.zone[:40])


def _order(name: str) -> int:
    digits = re.findall(r"\d+", name)
    return int(digits[-1][:6]) if digits else 0


def _usual_status(row: OwnerRow) -> str:
    roles = {occupant.role for occupant in row.occupants}
    if not roles:
        return str(words.Status.VACANT)
    return str(words.Status.LET if words.Role.TENANT in roles else words.Status.OCCUPIED)


def _differences(of: Any, before: dict[str, Any]) -> dict[str, Any]:
    """The old values of what is different now."""
    after = facts(of)
    return {name: old for name, old in before.items() if after[name] != old}


def _joined(note: str, more: str) -> str:
    """Both notes, unless the first says the second already, in whatever signs and blanks."""
    known = text_of(more) in text_of(note)
    return note if known else "；".join(filter(None, [note, more]))[:500]


def _extend(one: Occupancy, said: OccupancyDraft) -> dict[str, Any]:
    before = facts(one)
    for name in ("since", "until", "residents"):
        if (value := getattr(said, name)) is not None:
            setattr(one, name, value)
    return _differences(one, before)


def customers_of(ids: Iterable[int]) -> set[int]:
    """The customers behind these occupancies."""
    return set(Occupancy.objects.filter(pk__in=list(ids)).values_list("customer_id", flat=True))
