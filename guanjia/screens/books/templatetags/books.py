"""Figures as accountants write them."""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guanjia.work.ledger.queries import Line

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """`1,234.50`; nothing for None."""
    return "" if value is None else f"{value:,.2f}"


@register.filter
def only(lines: tuple[Any, ...]) -> Any:
    """The one there is; None when there are none or several."""
    return lines[0] if len(lines) == 1 else None


@register.simple_tag
def trial_figures(line: Line, query: str) -> SafeString:
    """Six cells; zero is left blank. With a `query` each number leads to the movements behind it."""
    href = _behind(line, query) if query else ""
    cells = (_cell(amount(figure) if figure else "", href) for figure in line.figures)
    return format_html_join("", '<td class="end number">{}</td>', ((cell,) for cell in cells))


def _behind(line: Line, query: str) -> str:
    if line.account is not None:
        return f"{reverse('books:account', args=[line.account])}?{query}"
    return f"{reverse('books:trial')}?{query}&kind={line.kind}"


def _cell(text: str, href: str) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', href, text) if text and href else text
