"""Names of the people, departments and articles that answers keep by id."""

from collections.abc import Iterable

from guanjia.directory.knowledge.models import Article
from guanjia.directory.team.models import Department, Staff
from guanjia.engine.paper.render import Names

HOLDERS = {"person": (Staff, "name"), "department": (Department, "name"), "article": (Article, "title")}


def names_of(wanted: Iterable[tuple[str, int]]) -> Names:
    """Their names; one statement for each kind that occurs. Row scope decides what is found."""
    ids: dict[str, set[int]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    return {
        (kind, pk): name
        for kind, some in ids.items()
        for pk, name in HOLDERS[kind][0]
        ._default_manager.filter(pk__in=some)
        .values_list("pk", HOLDERS[kind][1])
    }
