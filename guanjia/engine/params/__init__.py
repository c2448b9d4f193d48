"""Numbers as data: declared with a default in code, set per company, branch or estate, with history."""

from typing import Any


def value(key: str, *, estate: Any, now: Any) -> Any:
    """See `params.values.value`."""
    from guanjia.engine.params import values

    return values.value(key, estate=estate, now=now)
