"""How numbers on dials are written."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def dial(value: Decimal | None) -> str:
    """As many places as there are: `112.5`, `100`; nothing for nothing."""
    return "" if value is None else f"{value.normalize():f}"
