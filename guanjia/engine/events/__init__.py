"""What happened, told to whoever listens. Events are frozen dataclasses named by what happened.

`@on(CaseClosed)` handlers run in the transaction of the action; handlers whose effect leaves the house defer a job
there, which the database commits or drops together with the rows.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def on[E](kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler; put it into the app's `handlers.py`."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _listeners[kind].append(handler)
        return handler

    return register


def emit(event: object) -> None:
    """Tell every listener, in the caller's transaction."""
    for handler in _listeners[type(event)]:
        handler(event)


def listeners() -> dict[str, list[str]]:
    """Event name → dotted names of its handlers, for `guanjia events`."""
    return {
        kind.__name__: [f"{h.__module__}.{h.__qualname__}" for h in handlers]
        for kind, handlers in sorted(_listeners.items(), key=lambda pair: pair[0].__name__)
        if handlers
    }
