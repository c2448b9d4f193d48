"""Writing and asking the search index."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from guanjia.engine.search.terms import lexemes, may_be_common, tsquery

# kinds differ in their first letter, which leads their lexemes: the text index alone knows them apart
CUSTOMER, UNIT, CASE = "person", "unit", "case"
FEW, WINDOW = 40, 6000

_RARE = """(
SELECT kind, object_id, title, subtitle, estate_ids FROM search_visible
 WHERE terms @@ %(query)s::tsquery ORDER BY object_id DESC LIMIT %(most)s)"""

# A word that every hundredth thing has, would be fetched ten thousand times to show the newest eight. So the newest
# things are looked through first, and only when they do not hold enough, the text index is asked.
_COMMON = """(
WITH newest AS MATERIALIZED (
  SELECT kind, object_id, title, subtitle, estate_ids, terms FROM search_visible
   WHERE kind = %(kind)s AND object_id > coalesce((
         SELECT object_id FROM search_searchentry WHERE company_id = guanjia_company() AND kind = %(kind)s
          ORDER BY object_id DESC OFFSET %(window)s LIMIT 1), 0)
   ORDER BY object_id DESC LIMIT %(window)s),
recent AS MATERIALIZED (
  SELECT kind, object_id, title, subtitle, estate_ids FROM newest WHERE terms @@ %(query)s::tsquery LIMIT %(most)s)
SELECT * FROM recent WHERE (SELECT count(*) FROM recent) = %(most)s
UNION ALL (
SELECT kind, object_id, title, subtitle, estate_ids FROM search_visible
 WHERE (SELECT count(*) FROM recent) < %(most)s AND terms @@ %(query)s::tsquery
 ORDER BY object_id DESC LIMIT %(most)s))"""


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
    parts: list[str] = []
    values: dict[str, Any] = {"most": most, "window": WINDOW}
    for kind, query in queries:
        part = _COMMON if most <= FEW and may_be_common(kind, typed) else _RARE
        parts.append(part.replace("%(kind)", f"%({kind}_kind)").replace("%(query)", f"%({kind}_query)"))
        values |= {f"{kind}_kind": kind, f"{kind}_query": query}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [Hit(*row) for row in cursor.fetchall()]


def matching(kind: str, typed: str) -> RawSQL | list[int]:
    """All things of a kind that match, for `filter(pk__in=…)` of a query that has more to ask."""
    if not (query := tsquery(kind, typed)):
        return []
    return RawSQL(
        "SELECT object_id FROM search_visible WHERE kind = %s AND terms @@ %s::tsquery", [kind, query]
    )


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
