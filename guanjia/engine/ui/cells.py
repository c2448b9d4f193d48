"""How one value is written in a list, on screen and in a workbook."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Manager
from django.utils import timezone
from django.utils.translation import get_language, gettext

from guanjia.engine.ui import shown as show
from guanjia.kernel import time


def follow(row: Any, path: str) -> Any:
    """`unit.building.name`; a choice field gives its label; a missing link gives None."""
    *before, last = path.split(".")
    for name in before:
        row = getattr(row, name, None)
        if row is None:
            return None
    value = getattr(row, last, None)
    kind: Any = type(row)
    if labels := _labels(kind, last, get_language()):
        return labels.get(value, value)
    return value() if callable(value) and not isinstance(value, Manager) else value


@cache
def _labels(model: Any, name: str, language: str | None) -> dict[Any, str]:
    """The choices of a field in one language, if it has any; Django's own look-up makes them anew for every row."""
    if not hasattr(model, f"get_{name}_display"):
        return {}
    return {value: gettext(str(label)) for value, label in model._meta.get_field(name).flatchoices}


def shown(value: Any, kind: str) -> Any:
    """For the screen; what is missing is an empty cell."""
    if value is None:
        return ""
    if kind == "when":
        return show.when(value)
    if kind == "moment":
        return show.ago(value, time.now())
    if kind == "date":
        return f"{value:%Y-%m-%d}"
    if kind == "money":
        return show.money(value)
    if kind == "phone":
        return show.masked_phone(value)
    if kind == "number" and isinstance(value, int | Decimal):
        return f"{value:,}"
    return value


def written(value: Any, kind: str) -> Any:
    """For a workbook: numbers stay numbers, moments become local ones, phones stay masked."""
    if value is None:
        return ""
    if kind == "phone":
        return show.masked_phone(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | float | date | bool) else str(value)
