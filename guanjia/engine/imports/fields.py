"""An importer is one declaration: which fields it knows, how it examines rows, how it writes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.module_loading import autodiscover_modules

from guanjia.engine.access import Actor
from guanjia.engine.imports.tables import Table

_importers: dict[str, "Importer"] = {}


@dataclass(frozen=True)
class Field:
    """Something a column may hold. `synonyms` are the headings it is known by, the best first; `looks` tells
    whether a cell looks like it; `alone` that this is proof enough without a
    heading; `many` allows several columns."""

    code: str
    label: Any
    synonyms: tuple[str, ...]
    looks: Callable[[object], bool] | None = None
    many: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Problem:
    """One trouble in one cell, or (column empty) in one row. `row` counts from 1 as the spreadsheet does."""

    sheet: str
    row: int
    column: str
    cell: str
    code: str
    message: str
    severity: str

    def as_dict(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Duplicate:
    """Two records that may be one. `key` names the pair; `merge` is what happens unless somebody decides otherwise."""

    key: str
    sheet: str
    row: int
    here: str
    there: str
    why: str
    merge: bool

    def as_dict(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass
class Draft:
    """What an importer would write. Importers add their own attributes."""

    rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """For whom and where an import runs. `decisions`: key of a Duplicate → merge or not. `tick(share)` reports progress
    between 0 and 1 and raises Cancelled."""

    actor: Actor
    estate: Any
    now: datetime
    decisions: Mapping[str, bool]
    tick: Callable[[float], None]


class Cancelled(Exception):
    """Somebody pressed cancel; nothing is kept."""


@dataclass(frozen=True)
class Importer:
    """`needs`: a table is one only when it has columns for all fields of one of these sets; `ignored`: headings
    never guessed at.

    `examine` reads the file's tables against the database and writes nothing; `write` writes a draft inside one
    transaction, telling the ledger; `undone` runs after an undo with what was retired or restored, by model label.

    `refuse` is asked before an undo and raises Refused with the reason against it; `take_back` undoes what can be
    neither retired nor restored. `counts`: what the preview counts, by the draft's names. `strict`: one fault stops
    the whole file."""

    code: str
    label: Any
    permission: str
    fields: tuple[Field, ...]
    needs: tuple[frozenset[str], ...]
    ignored: tuple[str, ...]
    examine: Callable[[list[Table], Scope], Draft]
    write: Callable[[Any, Scope, Any], None]
    undone: Callable[[dict[str, list[int]], Scope], None]
    refuse: Callable[[Any], None] = lambda run: None
    take_back: Callable[[Any, Scope], None] = lambda run, scope: None
    counts: tuple[tuple[str, Any], ...] = ()
    strict: bool = False


def publish(importer: Importer) -> Importer:
    """Make an importer known; put the call into the app's `importer.py`."""
    _importers[importer.code] = importer
    return importer


def importers() -> dict[str, Importer]:
    """Every importer by its code."""
    _discover()
    return _importers


@cache
def _discover() -> None:
    autodiscover_modules("importer")
