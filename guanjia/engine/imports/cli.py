"""Groups of commands (`guanjia import …`, `guanjia export …`) that several apps add to."""

import typer


def group(cli: typer.Typer, name: str, help: str = "") -> typer.Typer:
    """The sub-command group of this name, made when it is not there yet."""
    for known in cli.registered_groups:
        if known.name == name and known.typer_instance is not None:
            return known.typer_instance
    made = typer.Typer(help=help, no_args_is_help=True)
    cli.add_typer(made, name=name)
    return made
