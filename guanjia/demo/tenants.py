"""The tenants' list of 阳光花园, brought in by the importer itself, so that the import pages have something to show."""

import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.directory.owners.filing import import_file
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Unit
from guanjia.directory.team import roles

HEADINGS = ("序号", "房号", "房东", "租客姓名", "租客电话", "人数", "起租", "到期")
LISTED, FIRST_PHONE = 48, 900_000


def register(world: World) -> None:
    """Write the workbook as an office keeps it, with a few slips, and import it in the manager's name."""
    estate = world.estates[0]
    manager = world.of(estate, roles.MANAGER)[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "阳光花园_租户登记.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("租户")
            sheet.write_string(0, 0, "阳光花园租户登记表")
            sheet.write_row(1, 0, HEADINGS)
            for at, row in enumerate(_rows(world), 2):
                sheet.write_row(at, 0, row)
        import_file(path, estate_code=estate.code, company=world.company.name, by=manager)


def _rows(world: World) -> list[list[object]]:
    chance = Random(20261122)
    owned = Occupancy.objects.filter(
        estate=world.estates[0],
        role=Occupancy.Role.OWNER,
        unit__status=Unit.Status.OCCUPIED,
        unit__kind="flat",
    )
    homes = owned.select_related("unit", "customer").order_by("unit_id")[5::20][:LISTED]
    rows: list[list[object]] = []
    for number, home in enumerate(homes, 1):
        since = world.today - timedelta(days=chance.randrange(20, 700))
        until = since + timedelta(days=730)
        rows.append(
            [number, home.unit.key, home.customer.name, names.person(chance), names.phone(FIRST_PHONE + number),
             f"{chance.randrange(1, 5)}人", since.strftime("%Y.%m.%d"), until.isoformat()]
        )  # fmt: skip
    rows[6][4] = "1990090000"
    rows[11][2] = "房东不详"
    rows[17][6] = since.strftime("%Y年%m月")
    rows.append(
        [LISTED + 1, "19-1-101", "", names.person(chance), names.phone(FIRST_PHONE + 99), "2人", "", ""]
    )
    rows.append(list(rows[0]))
    return rows
