"""Finds every procedure in the house: each folder under guanjia/procedures with a `procedure.py`."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from guanjia.engine.sop.dsl import Procedure, latest

HOME = "guanjia.procedures"


@cache
def load() -> None:
    """Fill `Procedure.book`. Raises ValueError when one of them is badly written."""
    for folder in iter_modules(import_module(HOME).__path__):
        if folder.ispkg and find_spec(f"{HOME}.{folder.name}.procedure"):
            import_module(f"{HOME}.{folder.name}.procedure")


def everything() -> Iterator[type[Procedure]]:
    """The newest version of each procedure, by code."""
    return (latest(code) for code in sorted({one.code for one in versions()}))


def versions() -> Iterator[type[Procedure]]:
    """Every version of every procedure, oldest first."""
    load()
    ours = (one for one in Procedure.book.values() if one.__module__.startswith(HOME))
    return iter(sorted(ours, key=lambda one: (one.code, one.version)))
