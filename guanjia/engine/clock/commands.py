"""`guanjia clocks`: audit the clocks, sweep by hand."""

import json

import typer


def register(cli: typer.Typer) -> None:
    """Add the commands of the clocks to the house's command line."""
    clocks = typer.Typer(no_args_is_help=True, help="Deadlines: audit and sweep.")
    clocks.command()(audit)
    clocks.command()(sweep)
    cli.add_typer(clocks, name="clocks")


def audit(mend: bool = typer.Option(False, help="Rebuild the rows that differ from their events.")) -> None:
    """Compare every clock with the fold of its events; exit code 1 if any differs."""
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.engine.clock.actions import rebuild_clock
    from guanjia.engine.clock.audit import differences
    from guanjia.engine.clock.models import Clock

    with acting_as(system(None)):
        found = list(differences(Clock.objects.all()))
        for one in found:
            typer.echo(f"clock {one.clock_id}: {one.field} is {one.stored}, its events say {one.told}")
        if mend:
            for clock in Clock.objects.filter(pk__in={one.clock_id for one in found}):
                rebuild_clock(clock=clock)
        typer.echo(f"{Clock.objects.count()} clocks, {len({one.clock_id for one in found})} differ")
    if found and not mend:
        raise typer.Exit(1)


def sweep() -> None:
    """Fire everything that is due now, and say what was done."""
    from guanjia.engine.clock.sweep import sweep as run
    from guanjia.kernel import time

    done = run(now=time.now(), sweeper="guanjia clocks sweep")
    typer.echo(json.dumps({"fired": done.fired, "late": done.late, "failed": done.failed}))
