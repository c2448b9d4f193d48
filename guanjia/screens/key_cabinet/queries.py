"""The key cabinet as it hangs: every hook with its key, who has it, and what waits to be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Q

from guanjia.engine.access import Actor
from guanjia.kernel import room
from guanjia.registers.keys.models import Key
from guanjia.screens.key_cabinet.rules import hook_of, hooks_drawn
from guanjia.work.cases.models import Case, Step

PROCEDURE = "keys"


@dataclass(frozen=True)
class Held:
    """A key, and the steps of lending that are open about it, the one to take back first."""

    key: Key
    now: datetime
    steps: tuple[Step, ...]

    @property
    def state(self) -> str:
        """in, asked, out, overdue or lost"""
        if self.key.retired_at:
            return "lost"
        if self.key.is_out:
            return "overdue" if self.key.back_by and self.key.back_by < self.now else "out"
        return "asked" if self.steps else "in"

    @property
    def step(self) -> Step | None:
        return self.steps[0] if self.steps else None

    @cached_property
    def hook(self) -> tuple[str, int]:
        return hook_of(self.key.place)


@dataclass(frozen=True)
class Hook:
    number: int
    held: tuple[Held, ...]


@dataclass(frozen=True)
class Board:
    """All keys of an estate."""

    all: list[Held]

    @property
    def overdue(self) -> list[Held]:
        late = [one for one in self.all if one.state == "overdue"]
        return sorted(late, key=lambda one: one.key.back_by or one.now)

    @property
    def counts(self) -> dict[str, int]:
        """How many hang, and how many are out (overdue among them), asked for, lost."""
        states = [one.state for one in self.all]
        out = states.count("out") + states.count("overdue")
        return {"in": states.count("in") + states.count("asked"), "out": out, "lost": states.count("lost")}

    @property
    def cabinets(self) -> list[tuple[str, list[Hook]]]:
        """Each cabinet with its hooks by number."""
        rows = sorted(self.all, key=lambda one: (one.hook, one.key.tag))
        return [(name, _hooks(list(some))) for name, some in groupby(rows, key=lambda one: one.hook[0])]

    def found(self, text: str) -> list[Held]:
        """The keys meant by a scanned label, a tag, a room or a borrower; a whole tag means that key alone."""
        typed = text.strip().casefold()
        if not typed:
            return []
        if "/" in typed and (number := typed.rstrip("/").rpartition("/")[2]).isdecimal():
            return [one for one in self.all if one.key.pk == int(number)]
        if exact := [one for one in self.all if one.key.tag.casefold() == typed]:
            return exact
        rooms = set(room.candidates(text))
        return [one for one in self.all if _is_meant(one.key, typed, rooms)]


def board_of(estate: Any, *, actor: Actor, now: datetime) -> Board:
    """Two statements."""
    open_steps = Step.objects.visible_to(actor).filter(
        estate=estate, case__procedure=PROCEDURE, case__state=Case.State.OPEN, done_at=None, cancelled_at=None
    )
    about: dict[int, list[Step]] = {}
    for step in open_steps.select_related("case__estate", "case__unit").order_by("entered_at", "pk"):
        about.setdefault(step.case.answers["key"], []).append(step)
    lost = [key for key, steps in about.items() if any(step.code == "loss" for step in steps)]
    rows = Key.objects.visible_to(actor).filter(Q(retired_at=None) | Q(pk__in=lost), estate=estate)
    keys = rows.select_related("unit__building", "estate").order_by("tag")
    return Board([Held(key, now, _urgent_first(about.get(key.pk, ()))) for key in keys])


def _urgent_first(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.code not in ("back", "loss")))


def _hooks(held: list[Held]) -> list[Hook]:
    by_number: dict[int, list[Held]] = {}
    for one in held:
        by_number.setdefault(one.hook[1], []).append(one)
    return [Hook(number, tuple(by_number.get(number, ()))) for number in hooks_drawn(set(by_number))]


def _is_meant(key: Key, typed: str, rooms: set[str]) -> bool:
    said = (key.tag, key.place, key.opens, key.held_by, key.unit.key if key.unit else "")
    return any(typed in one.casefold() for one in said) or bool(key.unit and key.unit.key in rooms)
