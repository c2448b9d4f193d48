"""How a word that somebody typed becomes the row of another table that a line of a register points to.

An app that owns such a table has a `lookups.py` with `publish("places.unit", Lookup(…))`. Lines of registers are found
by themselves: by the fields that their search box looks through.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model, Q
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.register.declaration import registers
from guanjia.kernel.errors import Refused

Finder = Callable[[str, Actor, Any], Sequence[Any]]


@dataclass(frozen=True)
class Lookup:
    """find: (what was typed, actor, estate) → the rows it may mean, at most a few. said: how a row is written so that
    it is found again. hint: what to type."""

    find: Finder
    said: Callable[[Any], str] = str
    hint: Any = ""


_published: dict[str, Lookup] = {}


def publish(label: str, lookup: Lookup) -> None:
    """Make a table findable by what people type; `label` is `app.model`."""
    _published[label] = lookup


def lookup_of(model: type[Model]) -> Lookup:
    """Raises LookupError when rows of this table cannot be typed."""
    _discover()
    if own := _published.get(model._meta.label_lower):
        return own
    register = next((one for one in registers().values() if one.model is model), None)
    if register is None:
        raise LookupError(model._meta.label)
    return Lookup(_in_register(register))


def one_of(model: type[Model], typed: str, *, actor: Actor, estate: Any) -> Any:
    """The one row that was meant. Raises Refused when there is none or more than one."""
    found = lookup_of(model).find(typed, actor, estate)
    if not found:
        raise Refused(_("没有找到“%(typed)s”") % {"typed": typed})
    if len(found) > 1:
        raise Refused(_("“%(typed)s”不止一个，请写全") % {"typed": typed})
    return found[0]


def _in_register(register: Any) -> Finder:
    def find(typed: str, actor: Actor, estate: Any) -> Sequence[Any]:
        exact = Q()
        for path in register.search:
            exact |= Q(**{f"{path.rpartition('__')[0]}__iexact": typed})
        rows = register.model.objects.visible_to(actor).filter(exact, estate=estate, retired_at=None)
        return list(rows[:3])

    return find


@cache
def _discover() -> None:
    autodiscover_modules("lookups")
