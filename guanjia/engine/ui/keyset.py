"""Pages of a sorted queryset without OFFSET: the last row's sort value and id say where the next page begins.

Works with any sort, nulls included (they come last), because ties are broken by the id. `after` and `before` are
short texts for the address bar: `VALUE~ID`.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet

SORT = "_sort"


@dataclass(frozen=True)
class Slice:
    """One page of rows, and where its neighbours begin (empty: there is none)."""

    rows: list[Any]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Order:
    """Sort by `path` (a field, relation path or annotation), ties by id in the same direction."""

    path: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """`-opened_at` → by opened_at, newest first."""
        return cls(text.removeprefix("-"), text.startswith("-"))

    def slice(self, rows: QuerySet[Any], *, size: int, after: str = "", before: str = "") -> Slice:
        """The `size` rows after or before the mark, in order. An unreadable mark gives the first page."""
        rows = rows.annotate(**{SORT: F(self.path)})
        back = bool(before) and not after
        mark = self._read(rows, before if back else after)
        turned = Order(self.path, self.descending is not back)
        nulls = may_be_null(rows.model, self.path)
        if mark is not None:
            rows = rows.filter(turned._beyond(*mark, nulls=nulls, nulls_first=back))
        found = list(rows.order_by(*turned._terms(nulls=nulls, nulls_first=back))[: size + 1])
        more, found = len(found) > size, found[:size]
        if back:
            found.reverse()
        if mark is None or not found:
            return Slice(found, after=_mark(found[-1]) if more else "")
        earlier, later = (more, True) if back else (True, more)
        return Slice(found, _mark(found[0]) if earlier else "", _mark(found[-1]) if later else "")

    def applied(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """All rows in this order."""
        return rows.order_by(*self._terms(nulls=may_be_null(rows.model, self.path), nulls_first=False))

    def _terms(self, *, nulls: bool, nulls_first: bool) -> list[Any]:
        if not nulls:
            sign = "-" if self.descending else ""
            return [f"{sign}{self.path}", f"{sign}pk"]
        places = {"nulls_first": True} if nulls_first else {"nulls_last": True}
        term = F(self.path).desc(**places) if self.descending else F(self.path).asc(**places)
        return [term, "-pk" if self.descending else "pk"]

    def _beyond(self, value: Any, pk: int, *, nulls: bool, nulls_first: bool) -> Q:
        """Rows that come after (value, pk) in this order."""
        further = "lt" if self.descending else "gt"
        tie = Q(**{f"pk__{further}": pk})
        if value is None:
            same = Q(**{f"{self.path}__isnull": True}) & tie
            return same | Q(**{f"{self.path}__isnull": False}) if nulls_first else same
        beyond = Q(**{f"{self.path}__{further}e": value}) & (Q(**{f"{self.path}__{further}": value}) | tie)
        return beyond if nulls_first or not nulls else beyond | Q(**{f"{self.path}__isnull": True})

    def _read(self, rows: QuerySet[Any], mark: str) -> tuple[Any, int] | None:
        value, found, pk = mark.rpartition("~")
        if not found or not pk.isdecimal() or len(pk) > 18:
            return None
        if value == "":
            return None, int(pk)
        field = rows.query.annotations[SORT].output_field
        try:
            return field.to_python(value.removeprefix("=")), int(pk)
        except (ValidationError, ValueError, TypeError):
            return None


def may_be_null(model: type[Model], path: str) -> bool:
    """Whether a value along the path may be missing; annotations may."""
    nullable, here = False, model
    try:
        for name in path.split("__"):
            field: Any = here._meta.get_field("id" if name == "pk" else name)
            nullable = nullable or bool(getattr(field, "null", True))
            here = field.related_model or here
    except FieldDoesNotExist:
        return True
    return nullable


def _mark(row: Any) -> str:
    value = getattr(row, SORT)
    if value is None:
        return f"~{row.pk}"
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"={text}~{row.pk}"
