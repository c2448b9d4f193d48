"""`guanjia import arrears`."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from guanjia.engine.imports.cli import group


def register(cli: typer.Typer) -> None:
    """Add the command."""
    group(cli, "import", "Bring in data from files.").command("arrears")(import_arrears)


def import_arrears(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="xlsx, xls, ods or csv")],
    estate: Annotated[str, typer.Option(help="Code of the estate")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check; write nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
    company: Annotated[str, typer.Option(help="Company, when the code is not unique")] = "",
) -> None:
    """Import arrears and prepaid balances of one estate, all rows or none. Exit status 1 when refused."""
    from guanjia.directory.owners.filing import import_file
    from guanjia.kernel.errors import Refused
    from guanjia.work.arrears.importer import ARREARS

    started = time.monotonic()
    what = {"estate_code": estate, "company": company, "importer": ARREARS}
    problems: list[dict[str, Any]] = []
    try:
        report = import_file(file, dry_run=True, **what)
        problems = report["problems"]
        if not dry_run:
            report = import_file(file, **what)
    except Refused as no:
        _say({"refused": True, "code": no.code, "message": str(no), "problems": problems}, as_json)
        raise typer.Exit(1) from None
    _say(report | {"seconds": round(time.monotonic() - started, 2)}, as_json)


def _say(report: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1, default=str))
        return
    for name, value in report.items():
        if name != "problems":
            typer.echo(f"{name}: {value}")
    for each in report.get("problems", []):
        place = each["cell"] or each["row"]
        typer.echo(f"{each['severity']:8}{each['sheet']}!{place} {each['code']}: {each['message']}")
