"""What a register declares, and which registers there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils.module_loading import autodiscover_modules

from guanjia.engine.register.models import RegisterRow
from guanjia.engine.ui.filters import Filter
from guanjia.engine.ui.lists import Column

_published: dict[str, "Register"] = {}


@dataclass(frozen=True, eq=False)
class Register:
    """A register; put `publish(Register(…))` into the folder's `register.py`.

    code: its name in addresses. fields: the model fields that people fill in, in order; what procedures change (who
    holds a key, since when) stays out of them. columns, filters: of the list; a plain name is a model field.
    search: lookups that the search box tries, such as `tag__icontains`. keepers: roles that may write; everybody
    with `registers.view` reads. paper: document number of the printed list. asked_as: the headings by which
    workbooks call a field, besides its label. state: a word for the head of the page, "" for none.
    panel: template shown beside the facts, with `row`. label_lines: what stands on a QR label under the code.
    doings: its own words for verbs in the history of a line, such as `returned`. readers: roles that read every line,
    when not everybody may; others: which lines everybody else reads all the same.
    """

    code: str
    label: Any
    model: type[RegisterRow]
    fields: tuple[str, ...]
    columns: tuple[str | Column, ...]
    search: tuple[str, ...]
    keepers: tuple[str, ...]
    paper: str
    filters: tuple[str | Filter, ...] = ()
    sort: str = ""
    icon: str = "book"
    group: Any = ""
    noun: Any = ""
    asked_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    state: Callable[[Any], Any] = lambda row: ""
    panel: str = ""
    label_lines: Callable[[Any], tuple[str, ...]] = lambda row: (str(row),)
    doings: Mapping[str, Any] = field(default_factory=dict)
    readers: tuple[str, ...] = ()
    others: Callable[[Any], Q] = lambda actor: Q(pk=None)

    @property
    def topic(self) -> str:
        return f"register-{self.code}"


def publish(register: Register) -> Register:
    """Make a register known. Raises ValueError for a code taken by another or a field the table has not."""
    names = {one.name for one in register.model._meta.get_fields()}
    if unknown := [name for name in register.fields if name not in names]:
        raise ValueError(f"{register.code}: {register.model.__name__} has no {', '.join(unknown)}")
    if _published.setdefault(register.code, register).model is not register.model:
        raise ValueError(f"the register {register.code} is written twice")
    return register


def registers() -> dict[str, Register]:
    """Every register by its code."""
    _discover()
    return _published


def find(code: str) -> Register:
    """Raises KeyError when this house has no such register."""
    return registers()[code]


@cache
def _discover() -> None:
    autodiscover_modules("register")
