"""`guanjia import owners` and `guanjia export owners`."""

import json
import os
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from guanjia.engine.imports.cli import group


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    group(cli, "import", "Bring in data from files.").command("owners")(import_owners)
    group(cli, "export", "Give data out as files.").command("owners")(export_owners)


def import_owners(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="xlsx, xls, ods or csv")],
    estate: Annotated[str, typer.Option(help="Code of the estate")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check; write nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
    company: Annotated[str, typer.Option(help="Company, when the code is not unique")] = "",
) -> None:
    """Import owners and units of one estate. Exit status 1 when the file is refused."""
    from guanjia.directory.owners.filing import import_file
    from guanjia.kernel.errors import Refused

    started = time.monotonic()
    try:
        report = import_file(file, estate_code=estate, company=company, dry_run=dry_run)
    except Refused as no:
        _say({"refused": True, "code": no.code, "message": str(no), "problems": []}, as_json)
        raise typer.Exit(1) from None
    seconds = time.monotonic() - started
    report |= {
        "seconds": round(seconds, 2),
        "rows_per_second": round(report["rows"] / max(seconds, 0.001), 1),
    }
    _say(report, as_json)


def export_owners(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The xlsx file to write")],
    estate: Annotated[str, typer.Option(help="Code of the estate")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
    company: Annotated[str, typer.Option(help="Company, when the code is not unique")] = "",
) -> None:
    """Write owners and units of one estate to a workbook that imports again unchanged."""
    from guanjia.directory.owners.filing import export_file
    from guanjia.kernel.errors import Refused

    if not os.access(file.resolve().parent, os.W_OK):
        raise typer.BadParameter(f"{file.resolve().parent} is not there, or not writable for you")
    try:
        rows = export_file(file, estate_code=estate, company=company)
    except Refused as no:
        _say({"refused": True, "code": no.code, "message": str(no)}, as_json)
        raise typer.Exit(1) from None
    _say({"file": str(file), "rows": rows}, as_json)


def _say(report: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1, default=str))
        return
    for name, value in report.items():
        if name != "problems":
            typer.echo(f"{name}: {value}")
    for problem in report.get("problems", []):
        place = problem["cell"] or problem["row"]
        typer.echo(
            f"{problem['severity']:8}{problem['sheet']}!{place} {problem['code']}: {problem['message']}"
        )
