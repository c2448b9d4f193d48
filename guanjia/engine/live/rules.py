"""Who may see which signal, and how one is written on the wire."""

import json
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Signal:
    """One thing that changed. `number` counts within a web process; 0 is not to be resumed from."""

    topic: str
    company: int | None = None
    estate: int | None = None
    staff: tuple[int, ...] | None = None
    data: dict[str, Any] = field(default_factory=dict)
    number: int = 0

    @classmethod
    def read(cls, of: dict[str, Any], *, number: int) -> Self:
        staff = tuple(of["staff"]) if of.get("staff") else None
        return cls(of["topic"], of.get("company"), of.get("estate"), staff, of.get("data") or {}, number)

    @classmethod
    def catch_up(cls) -> Self:
        """Refresh all that shows live things: something was missed."""
        return cls("catch-up")

    def line(self, hub: str) -> str:
        """As a server-sent event."""
        text = json.dumps({"topic": self.topic, "estate": self.estate, **self.data}, ensure_ascii=False)
        mark = f"id: {hub}-{self.number}\n" if self.number else ""
        return f"{mark}data: {text}\n\n"


@dataclass(frozen=True)
class Viewer:
    """The person in front of an open page."""

    staff: int
    company: int
    estates: Container[int]

    def may_see(self, signal: Signal) -> bool:
        """A signal to some people is for them; one of an estate for those who see the estate."""
        if signal.topic == "catch-up":
            return True
        if signal.staff is not None:
            return self.staff in signal.staff
        return signal.company == self.company and (signal.estate is None or signal.estate in self.estates)
