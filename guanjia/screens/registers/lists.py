"""Each register as a list."""

from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register import lookups
from guanjia.engine.register.declaration import Register
from guanjia.engine.register.reading import lines_for
from guanjia.engine.ui.filters import Filter
from guanjia.engine.ui.lists import Choice, Column, Days, Flag, Listing

KINDS: dict[type, str] = {
    models.DateField: "date", models.DateTimeField: "when", models.DecimalField: "number",
    models.IntegerField: "number", models.PositiveIntegerField: "number", models.PositiveSmallIntegerField: "number",
}  # fmt: skip
ESTATE = Column("estate", _("项目"), value="estate.name", shown=False)
RETIRED = Flag("retired", _("已停用"), lambda rows, request: rows.exclude(retired_at=None))


@cache
def listing_of(register: Register) -> Listing:
    """The list that the register's declaration stands for."""
    return Listing(
        code=register.topic, title=register.label, noun=register.noun or _("条"), topic=register.topic,
        columns=(*(_column(register, one) for one in register.columns), ESTATE),
        filters=(*(_filter(register, one) for one in register.filters), RETIRED),
        search=lambda rows, text: searched(register, rows, text), search_hint=_hint(register),
        sort=register.sort or f"-{_first(register)}",
        link=lambda row: reverse("registers:row", args=[register.code, row.pk]),
        empty=_("这本台账还没有记录"), hint=_("点“登记”逐条录入，或从“导入”上传表格成批登记。"),
    )  # fmt: skip


def rows_of(register: Register, request: HttpRequest) -> QuerySet[Any]:
    """What the person may see; lines out of use only when asked for."""
    rows = lines_for(register, request.user).select_related(*_joined(register))  # type: ignore[arg-type]
    return rows if request.GET.get("retired") else rows.filter(retired_at=None)


def searched(register: Register, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    found = Q()
    for path in register.search:
        found |= Q(**{path: text})
    return rows.filter(found)


def private_of(register: Register) -> list[str]:
    """The fields with somebody's phone: masked wherever they stand."""
    return [one.code for one in register.columns if isinstance(one, Column) and one.kind == "phone"]


def _first(register: Register) -> str:
    first = register.columns[0]
    return first if isinstance(first, str) else first.code


def _field(register: Register, name: str) -> Any:
    return register.model._meta.get_field(name)


def _column(register: Register, one: str | Column) -> Column:
    if isinstance(one, Column):
        return one
    of = _field(register, one)
    if of.is_relation:
        return Column(one, of.verbose_name, value=lambda row: said(row, one), sort=_related_sort(of))
    return Column(one, of.verbose_name, kind=KINDS.get(type(of), "text"), sort=one)


def said(row: Any, name: str) -> str:
    """The row that another points to, as people write it."""
    other = getattr(row, name)
    return "" if other is None else lookups.lookup_of(type(other)).said(other)


def _related_sort(of: Any) -> str:
    return f"{of.name}__sort_key" if of.related_model._meta.label_lower == "places.unit" else f"{of.name}_id"


def _filter(register: Register, one: str | Filter) -> Filter:
    if not isinstance(one, str):
        return one
    of = _field(register, one)
    if isinstance(of, models.DateField):
        return Days(one, of.verbose_name, one)
    return Choice(one, of.verbose_name, one, of.flatchoices)


def _joined(register: Register) -> list[str]:
    paths = ["estate"]
    for of in register.model._meta.concrete_fields:
        if of.is_relation and of.name not in ("company", "estate"):
            paths.append(of.name)
            if of.related_model._meta.label_lower == "places.unit":
                paths.append(f"{of.name}__building")
    return paths


def _hint(register: Register) -> str:
    names = [path.split("__")[0] for path in register.search]
    return "、".join(dict.fromkeys(str(_field(register, name).verbose_name) for name in names))
