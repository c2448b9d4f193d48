"""Excel import: the command a newcomer would use, on a workbook of 20,000 rows. Prints rows per second.

The workbook is the messy one of `../shared/data/owners` when it is there, else one made here.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
GIVEN = ROOT.parent / "shared" / "data" / "owners" / "碧水湾_两万户.xlsx"
ROWS = 20_000


def main() -> None:
    code = f"I{time.time_ns() % 1_000_000_000}"
    open_estate(code)
    with tempfile.TemporaryDirectory() as folder:
        file = GIVEN if GIVEN.exists() else made(Path(folder) / "owners.xlsx")
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "guanjia", "import", "owners", str(file), "--estate", code, "--json"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        took = time.perf_counter() - began
    said = json.loads(done.stdout)
    kept = {name: said[name] for name in ("rows", "units", "customers", "occupancies") if name in said}
    found = {
        "workbook": file.name,
        **kept,
        "command_s": round(took, 1),
        "rows_per_s": said.get("rows_per_second"),
    }
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def open_estate(code: str) -> None:
    from guanjia.directory.places.models import Company, Estate
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as

    with acting_as(system(None)):
        Estate.objects.create(
            company=Company.objects.order_by("pk").first(), code=code, name=f"导入量测 {code}"
        )


def made(file: Path) -> Path:
    """Rooms, owners and phones as an office would send them."""
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet("业主台账")
    sheet.write_row(0, 0, ["房号", "业主姓名", "联系电话", "建筑面积"])
    for number in range(ROWS):
        building, rest = divmod(number, 400)
        floor, flat = divmod(rest, 8)
        room = f"{building + 1}-{flat // 4 + 1}-{floor + 1}{flat % 4 + 1:02d}"
        sheet.write_row(number + 1, 0, [room, f"住户{number}", f"139{number:08d}", 60 + number % 80])
    book.close()
    return file


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    main()
