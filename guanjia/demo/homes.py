"""Buildings, units and those who live there."""

from datetime import timedelta

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.directory.people.indexing import index_customers
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.indexing import index_units
from guanjia.directory.places.models import Building, Estate, Unit, Zone

FLOORS, ROOMS = 15, 4
# buildings × entrances, shops, parking spaces: 1,200 units and 300 units
PLANS = {"YG": (8, 2, 60, 180), "BS": (4, 1, 10, 50)}
WANG = "3-2-1501"


def build(world: World) -> None:
    """Every unit of both estates, and an owner (at times a tenant) for most."""
    for estate in world.estates:
        units = _units(world, estate)
        Unit.objects.bulk_create(units, batch_size=1000)
        index_units(units)
    _settle(world)


def _units(world: World, estate: Estate) -> list[Unit]:
    blocks, entrances, shops, spaces = PLANS[estate.code]
    zones = list(Zone.objects.filter(estate=estate).order_by("pk"))
    made: list[Unit] = []
    for block in range(1, blocks + 1):
        building = Building.objects.create(company=world.company, estate=estate, name=str(block), order=block)
        for entrance in range(1, entrances + 1):
            for floor in range(1, FLOORS + 1):
                for room in range(1, ROOMS + 1):
                    number = f"{floor}{room:02d}"
                    made.append(
                        Unit(
                            company=world.company, estate=estate, building=building, zone=zones[block % len(zones)],
                            entrance=str(entrance), floor=floor, number=number, key=f"{block}-{entrance}-{number}",
                            area=(89, 126, 108, 143)[room - 1], handed_over_on=estate.handed_over_on,
                        )
                    )  # fmt: skip
    street = Building.objects.create(company=world.company, estate=estate, name="商铺", order=90)
    garage = Building.objects.create(company=world.company, estate=estate, name="地下车库", order=91)
    for kind, building, count, letter in (("shop", street, shops, "S"), ("parking", garage, spaces, "B1-")):
        made += [
            Unit(
                company=world.company, estate=estate, building=building, number=f"{letter}{number:03d}",
                key=f"{letter}{number:03d}", kind=kind, area=45 if kind == "shop" else 13,
            )
            for number in range(1, count + 1)
        ]  # fmt: skip
    return made


def _settle(world: World) -> None:
    customers, homes = [], []
    units = Unit.objects.filter(company=world.company).select_related("building").order_by("estate", "pk")
    for unit in units:
        luck = world.chance.random()
        if unit.kind == Unit.Kind.PARKING or luck < 0.06:
            unit.status = Unit.Status.VACANT
            continue
        name = "王阿姨" if unit.key == WANG and unit.estate.code == "YG" else names.person(world.chance)
        homes.append((unit, Occupancy.Role.OWNER))
        customers.append(Customer(company=world.company, name=name, is_key=luck > 0.98))
        if luck > 0.88:
            unit.status = Unit.Status.LET
            homes.append((unit, Occupancy.Role.TENANT))
            customers.append(Customer(company=world.company, name=names.person(world.chance)))
        elif luck < 0.08:
            unit.status = Unit.Status.RENOVATING
    Unit.objects.bulk_update(units, ["status"], batch_size=1000)
    Customer.objects.bulk_create(customers, batch_size=1000)
    Phone.objects.bulk_create(
        [
            Phone(
                company=world.company,
                customer=one,
                number=names.phone(number),
                digits=names.phone(number),
                is_primary=True,
            )
            for number, one in enumerate(customers, 1)
        ],
        batch_size=1000,
    )
    long_ago = world.today - timedelta(days=900)
    Occupancy.objects.bulk_create(
        [
            Occupancy(
                company=world.company, estate_id=unit.estate_id, unit=unit, customer=one, role=role,
                since=unit.handed_over_on or long_ago,
            )
            for one, (unit, role) in zip(customers, homes, strict=True)
        ],
        batch_size=1000,
    )  # fmt: skip
    index_customers(one.pk for one in customers)


def public_place(home: Occupancy) -> str:
    """The shared space nearest to a home, as people call it."""
    building = str(home.unit.building)
    return f"{building}栋公共区域" if building.isdigit() else f"{building}公共区域"
