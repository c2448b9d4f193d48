"""Folders that take part by being there, and what is missing in one that does not."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from guanjia.engine.health.findings import Finding, bad, good


def complete(layer: str, *files: str) -> Finding:
    """Whether every folder of `guanjia/<layer>`, also of a company's own on the path, has what it needs."""
    folders = sorted(
        folder for home in import_module(f"guanjia.{layer}").__path__ for folder in _folders(home)
    )
    faults = [said for folder in folders if (said := _missing(folder, files))]
    if faults:
        return bad(
            layer, "; ".join(faults), "Add what is missing (docs/adding.md), or move the folder elsewhere."
        )
    return good(layer, f"{len(folders)} complete")


def _folders(home: str) -> Iterable[Path]:
    return (folder for folder in Path(home).iterdir() if folder.is_dir() and folder.name[0] not in "_.")


def _missing(folder: Path, files: tuple[str, ...]) -> str:
    if not folder.name.isidentifier():
        return f"{folder} is left out: its name is no Python name"
    missing = [name for name in ("__init__.py", *files) if not any(folder.glob(name))]
    return f"{folder} has no {', '.join(missing)}" if missing else ""
