"""The one command line, `guanjia`. Apps add to it with a `commands.py` that has `register(cli)`."""

import json
import os
import signal
import sys
from importlib import import_module

import typer

from guanjia.config import discovery, trouble
from guanjia.config.trouble import Trouble
from guanjia.engine.health.lost import is_database_lost

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
OURS = ("guanjia.config.serving", "guanjia.config.archive", "guanjia.config.bench_command")
WITHOUT_DATABASE = {"events", "procedures", "bench"}


def main() -> None:
    """Entry point. Faults of the machine are said in two lines: what it is, and how to mend it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    if sys.argv[1:2] == ["demo"]:
        # Settings read it when they are imported, which is before Typer has parsed anything.
        os.environ["GUANJIA_DEMO"] = "1"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        _load()
        cli()
    except Trouble as fault:
        _say(fault)
    except OSError as error:
        _say(trouble.of_os_error(error))
    except Exception as error:
        if not is_database_lost(error):
            raise
        _say(trouble.of_lost_database(error))


def _load() -> None:
    """Everything that is in the house. Raises Trouble naming the folder of a register or procedure at fault."""
    import django

    try:
        django.setup()
        import_module("guanjia.engine.sop.discovery").load()
        import_module("guanjia.engine.register.declaration").registers()
        for module in (*map(import_module, OURS), *discovery.modules("commands")):
            if hasattr(module, "register"):
                module.register(cli)
    except Exception as fault:
        if trouble_there := trouble.of_folder(fault):
            raise trouble_there from fault
        raise


def _say(fault: Trouble) -> None:
    typer.echo(f"\n{fault}", err=True)
    sys.exit(1)


@cli.callback()
def with_database(context: typer.Context) -> None:
    """Guanjia (管家): a property company's customer service centre."""
    from guanjia.config import database

    if context.invoked_subcommand not in WITHOUT_DATABASE and "--help" not in sys.argv:
        context.with_resource(database.available())


@cli.command()
def migrate() -> None:
    """Create or update the tables and their row security."""
    from guanjia.config import migrating

    migrating.migrate()
    typer.echo("The database is up to date.")


@cli.command()
def check(as_json: bool = typer.Option(False, "--json", help="For machines.")) -> None:
    """Look at everything that must be well; name each fault and its mend. Exit code 1 if there is one."""
    from guanjia.engine.health.findings import examine

    findings = examine(discovery.modules("health"))
    if as_json:
        typer.echo(json.dumps([vars(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            mark = "ok   " if finding.ok else "FAULT"
            typer.echo(
                f"{mark} {finding.name}: {finding.text}"
                + (f"\n      → {finding.mend}" if finding.mend else "")
            )
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@cli.command()
def events() -> None:
    """Who listens to what."""
    from guanjia.engine.events import listeners

    for event, handlers in listeners().items():
        typer.echo("\n  ".join([event, *handlers]))


@cli.command()
def procedures() -> None:
    """The procedures there are, with their steps."""
    from guanjia.engine.sop import discovery as book

    for procedure in book.everything():
        typer.echo(f"{procedure.key}  {procedure.label}")
        for code, step in procedure.steps.items():
            typer.echo(f"  {code:<14} {step.label}")
