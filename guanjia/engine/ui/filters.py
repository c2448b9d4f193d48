"""The filter chips of a list. Each reads its part of the address and narrows the rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanjia.engine.ui.drawing import safe

NOTHING = '<span class="menu-row quiet">{}</span>'
OPENED = "chip"

Choices = Iterable[tuple[Any, Any]] | Callable[[HttpRequest], Iterable[tuple[Any, Any]]]


def drawn(code: str, options: list[tuple[str, str, bool]]) -> SafeString:
    """Value, label and whether chosen, as boxes to tick.

    Drawn here: a template takes ten times as long, and a large company offers hundreds of people.
    """
    boxes = [
        f'<label class="menu-row"><input type="checkbox" class="form-check-input m-0" name="{code}"'
        f' value="{safe(value)}"{" checked" if on else ""}> {safe(label)}</label>'
        for value, label, on in options
    ]
    return mark_safe("".join(boxes)) if boxes else format_html(NOTHING, _("没有可选的"))


def in_words(label: Any) -> str:
    """A label in the language of the page; a lazy one knows its own."""
    return str(label) if isinstance(label, Promise) else _(str(label))


class Filter(Protocol):
    """Something that narrows a list."""

    @property
    def code(self) -> str: ...

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]: ...

    def chip(self, request: HttpRequest) -> dict[str, Any] | None:
        """kind, code, label, on, value (in words) and what the kind needs to be drawn; None: not drawn."""
        ...


@dataclass(frozen=True)
class Choice:
    """One or several values of a field.

    `choices` may be a function of the request; it is asked when the chip is opened, or when one is chosen.
    """

    code: str
    label: Any
    field: str
    choices: Choices

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        wanted = request.GET.getlist(self.code)
        if not wanted:
            return rows
        try:
            return rows.filter(**{f"{self.field}__in": wanted})
        except (ValueError, ValidationError):
            return rows

    def chip(self, request: HttpRequest) -> dict[str, Any]:
        wanted = set(request.GET.getlist(self.code))
        asked = wanted or request.GET.get(OPENED) == self.code
        offered = (self.choices(request) if asked else ()) if callable(self.choices) else self.choices
        options = [
            (str(value), in_words(label), str(value) in wanted) for value, label in offered if value != ""
        ]
        value = "、".join(str(label) for _value, label, on in options if on)
        return {
            "kind": "choice",
            "code": self.code,
            "label": self.label,
            "on": bool(value),
            "value": value,
            "options": options,
            "later": callable(self.choices) and not asked,
            "choices": drawn(self.code, options),
        }


@dataclass(frozen=True)
class Days:
    """From one day to another, both included, in the time zone of the screen: `?opened_from=…&opened_to=…`."""

    code: str
    label: Any
    field: str

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        first, last = self._days(request)
        if first:
            rows = rows.filter(**{f"{self.field}__gte": _midnight(first)})
        if last:
            rows = rows.filter(**{f"{self.field}__lt": _midnight(last + timedelta(days=1))})
        return rows

    def chip(self, request: HttpRequest) -> dict[str, Any]:
        first, last = self._days(request)
        value = f"{first or ''} ~ {last or ''}" if first or last else ""
        return {
            "kind": "days", "code": self.code, "label": self.label, "on": bool(value), "value": value,
            "first": first.isoformat() if first else "", "last": last.isoformat() if last else "",
        }  # fmt: skip

    def _days(self, request: HttpRequest) -> tuple[date | None, date | None]:
        return _day(request.GET.get(f"{self.code}_from")), _day(request.GET.get(f"{self.code}_to"))


@dataclass(frozen=True)
class Flag:
    """On or off: `?late=1`."""

    code: str
    label: Any
    narrow: Callable[[QuerySet[Any], HttpRequest], QuerySet[Any]]

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        return self.narrow(rows, request) if request.GET.get(self.code) == "1" else rows

    def chip(self, request: HttpRequest) -> dict[str, Any]:
        on = request.GET.get(self.code) == "1"
        return {"kind": "flag", "code": self.code, "label": self.label, "on": on, "value": _("是")}


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day and 1900 < day.year < 9000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
