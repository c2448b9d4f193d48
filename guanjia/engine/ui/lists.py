"""Every list is the same list: filter chips, saved views, search, sort, column choice, pages, count, export, print.

A list is a declaration; a view hands it the rows that the person may see:

    CASES = Listing(
        code="cases", title=_("事项"), noun=_("件"),
        columns=(
            Column("number", _("编号"), sort="number"),
            Column("unit", _("房号"), value=lambda case: case.where),
            Column("opened", _("受理时间"), value="opened_at", kind="when", sort="opened_at"),
            Column("due", _("时限"), value=lambda case: show_clock(case.next_due_at), sort="next_due_at"),
            Column("fee", _("金额"), value="fee", kind="money", total=True, shown=False),
        ),
        filters=(
            Choice("state", _("状态"), "state", Case.State.choices),
            Choice("department", _("部门"), "department_id", departments),   # callable(request) → [(value, label)]
            Days("opened", _("受理日期"), "opened_at"),
            Flag("late", _("已超时"), lambda rows, request: rows.late(now=time.now())),
        ),
        search=lambda rows, text: rows.filter(title__icontains=text),
        sort="-opened", link=lambda case: reverse("cases:case", args=[case.pk]), topic="cases",
        empty=_("没有符合条件的事项"), hint=_("按 n 新建,或清除上面的筛选。"),
    )

    @needs("cases.view")
    def cases(request):
        return CASES.respond(request, Case.objects.visible_to(request.user).select_related("unit__building"))

Everything chosen is in the address (`?state=open&sort=-due&after=…`), so a link can be sent. A page costs four queries:
rows, count, saved views, totals (only with `total` columns). Extend "ui/list.html" for buttons in the head.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import FETCH_PEERS, Model, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from guanjia.engine.access.actor import may
from guanjia.engine.ui import cells, shell
from guanjia.engine.ui.exports import as_workbook
from guanjia.engine.ui.filters import OPENED, Choice, Days, Filter, Flag
from guanjia.engine.ui.keyset import Order, Slice
from guanjia.engine.ui.models import SavedView
from guanjia.engine.ui.shortcuts import page, wants_part

__all__ = ["Choice", "Column", "Days", "Filter", "Flag", "Listing"]

SIZES = (50, 20, 100, 200)
COUNTED = 10_000
PRINTED = 1_000


@dataclass(frozen=True)
class Column:
    """One column. `value` is a dotted attribute path (default: the code) or a function of the row.

    `kind`: text, when, date, money, number, phone (always masked), moment. `sort`: the field path to sort by.
    `reads`: the fields (`unit__building__name`) that a function looks at; only asked for when the listing has `reads`.
    """

    code: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    kind: str = "text"
    sort: str = ""
    shown: bool = True
    total: bool = False
    reads: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return self.reads if callable(self.value) else (_path(self),)

    def raw(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        return cells.follow(row, self.value or self.code)

    def cell(self, row: Any) -> Any:
        return cells.shown(self.raw(row), self.kind)

    @property
    def css(self) -> str:
        return (
            "end number"
            if self.kind in ("money", "number")
            else "number"
            if self.kind in ("when", "date")
            else ""
        )


@dataclass(frozen=True)
class Listing:
    """The declaration of a list; see the module's example."""

    code: str
    title: Any
    columns: tuple[Column, ...]
    sort: str
    filters: tuple[Filter, ...] = ()
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search_hint: Any = ""
    link: Callable[[Any], str] | None = None
    late: Callable[[Any], bool] | None = None
    noun: Any = ""
    empty: Any = ""
    hint: Any = ""
    topic: str = ""
    # Fields that every row needs for `link` and `late`. Given these, only they and what the shown columns read are
    # fetched; without, whole rows.
    reads: tuple[str, ...] = ()

    def respond(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        template: str = "ui/list.html",
        context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        """The page, its partial for htmx, the Excel file (`?export=xlsx`) or the printable list (`?print=1`)."""
        view = View(self, request, rows)
        if opened := request.GET.get(OPENED):
            return HttpResponse(next((each["choices"] for each in view.chips if each["code"] == opened), ""))
        if request.GET.get("export") == "xlsx":
            return as_workbook(view, actor=request.user)
        if request.GET.get("print"):
            return page(request, "ui/list_print.html", "", {"list": view, **(context or {})})
        return page(
            request,
            "ui/list_body.html" if wants_part(request) else template,
            "",
            {"list": view, **(context or {})},
        )

    def column(self, code: str) -> Column | None:
        return next((each for each in self.columns if each.code == code), None)


@dataclass
class View:
    """A list as one person has it on the screen now."""

    listing: Listing
    request: HttpRequest
    everything: QuerySet[Any]
    rows: QuerySet[Any] = field(init=False)
    _slice: Slice | None = None

    def __post_init__(self) -> None:
        rows = self.everything
        estate = shell.chosen_estate_id(self.request)
        if estate is not None and _has(rows.model, "estate"):
            rows = rows.filter(estate_id=estate)
        for each in self.listing.filters:
            rows = each.apply(rows, self.request)
        if self.text and self.listing.search:
            rows = self.listing.search(rows, self.text)
        self.rows = rows

    @property
    def text(self) -> str:
        return self.request.GET.get("q", "").strip()[:100]

    @property
    def searchable(self) -> bool:
        """For the template, which would call the function itself."""
        return self.listing.search is not None

    @cached_property
    def columns(self) -> list[Column]:
        """The chosen columns, in their declared order."""
        chosen = set(self.request.GET.getlist("cols"))
        found = [each for each in self.listing.columns if each.code in chosen]
        return found or [each for each in self.listing.columns if each.shown]

    @property
    def sort(self) -> str:
        """The sort in force: a column's code, `-` before it for descending."""
        wanted = self.request.GET.get("sort", "")
        column = self.listing.column(wanted.removeprefix("-"))
        return wanted if column and column.sort else self.listing.sort

    @property
    def order(self) -> Order:
        column = self.listing.column(self.sort.removeprefix("-"))
        path = column.sort if column else self.sort.removeprefix("-")
        return Order(path, self.sort.startswith("-"))

    @property
    def size(self) -> int:
        wanted = self.request.GET.get("size", "")
        return int(wanted) if wanted.isdecimal() and int(wanted) in SIZES else SIZES[0]

    @property
    def slice(self) -> Slice:
        if self._slice is None:
            after, before = (self.request.GET.get(name, "") for name in ("after", "before"))
            self._slice = self.order.slice(self.fetched, size=self.size, after=after, before=before)
        return self._slice

    @property
    def fetched(self) -> QuerySet[Any]:
        """The rows with the fields that are drawn; one that a declaration forgot costs a statement a page."""
        if not self.listing.reads:
            return self.rows
        fields = {*self.listing.reads, *(field for each in self.columns for field in each.fields)}
        joined = {field.rpartition("__")[0] for field in fields} - {""}
        return self.rows.select_related(*joined).only(*fields).fetch_mode(FETCH_PEERS)

    def lines(self) -> list[dict[str, Any]]:
        """What the template draws."""
        return [self._line(row) for row in self.slice.rows]

    def printed(self) -> list[dict[str, Any]]:
        return [self._line(row) for row in self.order.applied(self.fetched)[:PRINTED]]

    def headings(self) -> list[dict[str, Any]]:
        here, down = self.sort.removeprefix("-"), self.sort.startswith("-")
        return [
            {
                "column": each,
                "next": ("" if down else "-") + each.code if each.code == here else each.code,
                "order": ("descending" if down else "ascending") if each.code == here else "",
            }
            for each in self.columns
        ]

    def count(self) -> str:
        """Exact up to a cap, then `10,000+`."""
        found = self.rows.order_by()[: COUNTED + 1].count()
        return f"{COUNTED:,}+" if found > COUNTED else f"{found:,}"

    def totals(self) -> list[Any]:
        """A cell per column: the sum over all filtered rows where the column asks for one."""
        summed = [each for each in self.columns if each.total]
        if not summed:
            return []
        names = {each.code: Sum(_path(each)) for each in summed}
        found = self.rows.order_by().aggregate(**names)
        return [cells.shown(found.get(each.code), each.kind) if each.total else "" for each in self.columns]

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        """The filters as they are drawn."""
        return [chip for each in self.listing.filters if (chip := each.chip(self.request))]

    def filtered(self) -> bool:
        return bool(self.text) or any(chip["on"] for chip in self.chips)

    def choices(self) -> list[tuple[Column, bool]]:
        shown = {each.code for each in self.columns}
        return [(each, each.code in shown) for each in self.listing.columns]

    @property
    def usual(self) -> str:
        """The columns shown when nobody chose any."""
        return " ".join(each.code for each in self.listing.columns if each.shown)

    def saved(self) -> Iterable[tuple[SavedView, bool]]:
        """The kept views, and whether this is the one."""
        here = self.request.GET.urlencode()
        kept = SavedView.objects.usable_by(self.request.user, self.listing.code)
        return [(view, view.is_shown(here)) for view in kept]

    def may_export(self) -> bool:
        return may(self.request.user, "export.lists")  # type: ignore[arg-type]

    def summary(self) -> str:
        """The filters in words, for paper and Excel."""
        parts = [chip["label"] + _("：") + chip["value"] for chip in self.chips if chip["on"]]
        return _("；").join([*parts, *([_("搜索“%(text)s”") % {"text": self.text}] if self.text else [])])

    @cached_property
    def _styled(self) -> list[tuple[Column, str]]:
        return [(each, each.css) for each in self.columns]

    def _line(self, row: Any) -> dict[str, Any]:
        return {
            "row": row,
            "name": f"{self.listing.code}-{row.pk}",
            "href": self.listing.link(row) if self.listing.link else "",
            "late": bool(self.listing.late and self.listing.late(row)),
            "cells": [{"text": each.cell(row), "css": css} for each, css in self._styled],
        }


def _path(column: Column) -> str:
    return column.value.replace(".", "__") if isinstance(column.value, str) and column.value else column.code


def _has(model: type[Model], name: str) -> bool:
    return any(each.name == name for each in model._meta.get_fields())
