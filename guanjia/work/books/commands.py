"""`guanjia books trial-balance`."""

import json
from calendar import monthrange
from datetime import date
from typing import Annotated, Any

import typer


def register(cli: typer.Typer) -> None:
    """Add the commands of the books."""
    books = typer.Typer(no_args_is_help=True, help="The books: trial balance.")
    books.callback()(_several)
    books.command("trial-balance")(trial_balance)
    cli.add_typer(books, name="books")


def _several() -> None:
    """The books of an estate."""


def trial_balance(
    estate: Annotated[str, typer.Option(help="Code of the estate")],
    month: Annotated[str, typer.Option(help="Like 2026-11")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
    company: Annotated[str, typer.Option(help="Company, when the code is not unique")] = "",
) -> None:
    """Opening, debits, credits and closing of each account in a month. Exit status 1 when it does not balance."""
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.work.ledger import queries

    since, until = _days(month)
    with acting_as(system(None)):
        place = _estate(estate, company)
        found = queries.trial_balance([place.pk], since=since, until=until)
    said = {
        "estate": place.code, "name": place.name, "company": str(place.company), "since": since, "until": until,
        "balances": found.balances, "total": _line(found.total),
        "kinds": [{**_line(group.subtotal), "accounts": [_line(one) for one in group.lines]} for group in found.groups],
    }  # fmt: skip
    if as_json:
        typer.echo(json.dumps(said, ensure_ascii=False, default=str))
    else:
        for line in (*(group.subtotal for group in found.groups), found.total):
            typer.echo("\t".join([line.code, line.name, *(f"{figure:.2f}" for figure in line.figures)]))
    if not found.balances:
        raise typer.Exit(1)


def _days(month: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter(f"not a month: {month} (write 2026-11)") from None
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _estate(code: str, company: str) -> Any:
    from guanjia.directory.places.models import Estate

    rows = Estate.objects.select_related("company").filter(code=code)
    if company:
        rows = rows.filter(company__name__contains=company)
    found = list(rows[:2])
    if len(found) != 1:
        what = "several companies have an estate" if found else "there is no estate"
        raise typer.BadParameter(f"{what} with the code {code}; see --company")
    return found[0]


def _line(line: Any) -> dict[str, Any]:
    names = ("opening_debit", "opening_credit", "debits", "credits", "closing_debit", "closing_credit")
    figures = {name: f"{figure:.2f}" for name, figure in zip(names, line.figures, strict=True)}
    return {"code": line.code, "kind": line.kind, "name": line.name, **figures}
