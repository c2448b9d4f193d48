"""`guanjia bench`: the measurements of the folder `bench/`, which a clone of the repository has beside the package."""

import subprocess
import sys
from pathlib import Path

import typer

from guanjia.config import discovery
from guanjia.config.trouble import Trouble


def register(cli: typer.Typer) -> None:
    cli.command()(bench)


def bench(
    scale: float = typer.Option(
        1.0, help="1 is 1,000,000 cases, 300,000 customers, 5,000,000 timeline rows."
    ),
    out: Path | None = typer.Option(None, help="Write the figures to this JSON file."),
    keep: bool = typer.Option(False, help="Use the database of the last run, and leave it for the next."),
) -> None:
    """Measure on a large database of its own; see bench/README.md."""
    root = discovery.ROOT.parent
    if not (root / "bench" / "run.py").exists():
        raise Trouble("The folder bench/ is not here.", "Run this in a clone of the repository.")
    command = [sys.executable, "-m", "bench.run", "--scale", str(scale)]
    command += ["--out", str(out.resolve())] if out else []
    raise typer.Exit(
        subprocess.run([*command, *(["--keep"] if keep else [])], cwd=root, check=False).returncode
    )
