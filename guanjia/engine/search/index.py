"""Writing and asking the search index."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from guanjia.engine.search.terms import lexemes, tsquery

# kinds differ in their first letter, which leads their lexemes
CUSTOMER, UNIT, CASE = "person", "unit", "case"


@dataclass(frozen=True)
class Entry:
    """One findable thing and its terms (see `terms.py`)."""

    kind: str
    object_id: int
    company_id: int
    title: str
    terms: set[str]
    subtitle: str = ""
    estate_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Hit:
    kind: str
    object_id: int
    title: str
    subtitle: str
    estate_ids: list[int] = field(default_factory=list)


def index(entry: Entry) -> None:
    """Write or rewrite one entry, in the caller's transaction."""
    index_many([entry])


def index_many(entries: Iterable[Entry], batch: int = 2000) -> None:
    """Write or rewrite many entries, one statement a batch."""
    waiting: list[Entry] = []
    for entry in entries:
        waiting.append(entry)
        if len(waiting) == batch:
            _write(waiting)
            waiting = []
    if waiting:
        _write(waiting)


def forget(kind: str, object_ids: Iterable[int]) -> None:
    """Take things out of the index (they were merged or retired)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_searchentry WHERE kind = %s AND object_id = ANY(%s)", [kind, list(object_ids)]
        )


def find(typed: str, kinds: Iterable[str] = (CUSTOMER, UNIT, CASE), most: int = 8) -> list[Hit]:
    """Up to `most` hits of each kind, newest first, of what the current row scope may see. One statement."""
    queries = [(kind, query) for kind in kinds if (query := tsquery(kind, typed))]
    if not queries:
        return []
    one = (
        "(SELECT kind, object_id, title, subtitle, estate_ids FROM search_visible"
        " WHERE kind = %s AND terms @@ %s::tsquery ORDER BY object_id DESC LIMIT %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([one] * len(queries)),
            [value for kind, query in queries for value in (kind, query, most)],
        )
        return [Hit(*row) for row in cursor.fetchall()]


def _write(entries: list[Entry]) -> None:
    places = ", ".join(["(%s, %s, %s, %s::bigint[], %s, %s, array_to_tsvector(%s::text[]))"] * len(entries))
    values: list[Any] = []
    for entry in entries:
        values += [
            entry.company_id,
            entry.kind,
            entry.object_id,
            list(entry.estate_ids),
            entry.title[:160],
            entry.subtitle[:240],
            lexemes(entry.kind, entry.terms),
        ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_searchentry (company_id, kind, object_id, estate_ids, title, subtitle, terms) VALUES "
            + places
            + " ON CONFLICT ON CONSTRAINT search_entry_once DO UPDATE SET estate_ids = excluded.estate_ids,"
            " title = excluded.title, subtitle = excluded.subtitle, terms = excluded.terms",
            values,
        )
