"""Clocks of one subject that start in one go are written in one go: three statements for all of them."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guanjia.engine.clock.binding import Standing
    from guanjia.engine.clock.store import Move

_open: ContextVar[dict[tuple[str, int], Waiting]] = ContextVar("clocks that wait to be written")


@dataclass
class Waiting:
    """What was started and is not written yet, and what stands at the subject with it."""

    subject: Any
    standing: Standing | None = None
    moves: list[Move] = field(default_factory=list)


def of(subject: Any) -> Waiting | None:
    return _open.get({}).get((subject._meta.label_lower, subject.pk))


def begin(subject: Any) -> Waiting:
    """From here on clocks of the subject wait. A subject that was begun already goes on."""
    if there := of(subject):
        return there
    waiting = Waiting(subject)
    _open.set({**_open.get({}), (subject._meta.label_lower, subject.pk): waiting})
    return waiting


def end(waiting: Waiting) -> None:
    _open.set({key: one for key, one in _open.get({}).items() if one is not waiting})
