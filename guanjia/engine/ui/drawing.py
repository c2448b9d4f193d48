"""Escaping for what a page draws by the thousand: `format_html` asks every argument whether it is lazy."""

from html import escape
from typing import Any


def safe(value: Any) -> str:
    """The value as HTML; what is HTML already stays."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
