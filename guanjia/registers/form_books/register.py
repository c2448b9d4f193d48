"""The register of numbered blank forms (空白单证台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import ACCOUNTANT, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.registers.form_books.models import FormBook


def _out(rows: Any, request: HttpRequest) -> Any:
    return rows.exclude(held_by=None)


def _missing(rows: Any, request: HttpRequest) -> Any:
    return rows.exclude(missing="")


def _state(book: FormBook) -> str:
    if book.held_by:
        return _now("领用中：%(who)s") % {"who": book.held_by.name}
    return "" if book.retired_at else _now("在库")


FORM_BOOKS = publish(
    Register(
        code="form_books", label=_("空白单证"), model=FormBook, noun=_("本"), icon="book-2", group=_("内部管理"),
        paper="WY-KF-DZ-04",
        fields=("number", "kind", "prefix", "first", "last", "received_on", "note"),
        columns=("number", "kind", "prefix", "first", "last", "held_by", "issued_at", "used", "spoiled", "missing"),
        filters=("kind", Flag("out", _("领用未交回"), _out), Flag("missing", _("有缺号"), _missing)),
        search=("number__icontains", "prefix__icontains", "held_by__name__icontains"),
        sort="number", keepers=(SUPERVISOR, MANAGER, ACCOUNTANT),
        asked_as={"kind": ("种类", "类别"), "first": ("起号",), "last": ("止号",), "received_on": ("购入日期",)},
        state=_state,
        label_lines=lambda book: (book.number, f"{book.prefix}{book.first}–{book.prefix}{book.last}"),
    )
)  # fmt: skip
