"""What a self-check found."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from types import ModuleType

import psycopg
from django.db import connection

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` says what to do about a fault; empty when there is none."""

    name: str
    ok: bool
    text: str
    mend: str = ""


def good(name: str, text: str) -> Finding:
    return Finding(name, True, text)


def bad(name: str, text: str, mend: str) -> Finding:
    return Finding(name, False, text, mend)


def examine(modules: Iterable[ModuleType]) -> list[Finding]:
    """Run `checks()` of each module, across companies; a check that breaks is itself a fault.

    Without a database only our own are run, which say so.
    """
    chosen = [m for m in modules if m.__package__ == __package__] if why_unreachable() else modules
    return [finding for module in chosen for finding in _examine(module)]


def _examine(module: ModuleType) -> list[Finding]:
    found: list[Finding] = []
    try:
        with _widest_scope():
            found.extend(module.checks())
    except Exception as error:
        found.append(
            bad(module.__name__, f"{type(error).__name__}: {error}".strip(), "Mend what stands above first.")
        )
    return found


def _widest_scope() -> AbstractContextManager[None]:
    """All rows; or, when there is no database, nothing, so that the check itself may say so."""
    return nullcontext() if why_unreachable() else acting_as(system(None))


def why_unreachable() -> str:
    """What the server says to a new connection, empty when it accepts. Asks past the pool, which waits."""
    parameters = {name: value for name, value in connection.get_connection_params().items() if name != "pool"}
    try:
        psycopg.connect(**{"connect_timeout": 5, **parameters}).close()
    except psycopg.OperationalError as error:
        return str(error).strip()
    return ""
