"""Names of the people, departments, articles and lines of registers that answers keep by id."""

from collections.abc import Iterable, Iterator

from guanjia.directory.knowledge.models import Article
from guanjia.directory.team.models import Department, Staff
from guanjia.engine.paper.render import Names
from guanjia.engine.register import declaration as register

HOLDERS = {"person": (Staff, "name"), "department": (Department, "name"), "article": (Article, "title")}


def names_of(wanted: Iterable[tuple[str, int]]) -> Names:
    """Their names; one statement for each kind that occurs. Row scope decides what is found."""
    ids: dict[str, set[int]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    return {(kind, pk): name for kind, some in ids.items() for pk, name in _named(kind, some)}


def _named(kind: str, ids: set[int]) -> Iterator[tuple[int, str]]:
    kind, _colon, code = kind.partition(":")
    if kind == "record":
        rows = register.find(code).model.objects.filter(pk__in=ids)
        yield from ((row.pk, str(row)) for row in rows)
    else:
        model, name = HOLDERS[kind]
        yield from model._default_manager.filter(pk__in=ids).values_list("pk", name)
