"""Tabler's outline icons, drawn inline so that a page needs no icon font."""

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_SVG = (
    '<svg class="icon{extra}" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{inside}</svg>'
)


@cache
def icon(name: str, css: str = "") -> SafeString:
    """Inline SVG of a Tabler icon; an empty square of the same size when there is no such icon."""
    inside = "".join(f"<{tag} {_attributes(of)}/>" for tag, of in _nodes(name))
    return mark_safe(_SVG.format(extra=f" {escape(css)}" if css else "", inside=inside))


def exists(name: str) -> bool:
    return bool(_nodes(name))


def _attributes(of: dict[str, str]) -> str:
    return " ".join(f'{key}="{escape(value)}"' for key, value in of.items())


def _nodes(name: str) -> list[tuple[str, dict[str, str]]]:
    start = _library().find(f'"{name}":')
    if start < 0:
        return []
    nodes: list[tuple[str, dict[str, str]]] = json.JSONDecoder().raw_decode(
        _library(), _library().index("[", start)
    )[0]
    return nodes


@cache
def _library() -> str:
    """All icons as one JSON text. Kept as text: a page uses some twenty of six thousand."""
    file = finders.find("vendor/icons.json")
    return Path(file).read_text() if file else "{}"
