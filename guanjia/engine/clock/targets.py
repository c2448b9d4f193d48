"""What a clock is set to: how long, by which calendar, who is told when, and what stops it. No database."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

WARN, BREACH, ESCALATE = "warn", "breach", "escalate"


@dataclass(frozen=True)
class Level:
    """A rung: fires at a percentage of the target, or `after` seconds and `workdays` workdays past due."""

    kind: str
    percent: int | None = None
    after: int = 0
    workdays: int = 0
    to: tuple[str, ...] = ()
    actions: tuple[str, ...] = ("notify",)

    def __post_init__(self) -> None:
        if self.kind not in (WARN, BREACH, ESCALATE):
            raise ValueError(f"unknown kind of level: {self.kind}")
        if self.percent is not None and (not 0 <= self.percent <= 100 or self.after or self.workdays):
            raise ValueError("a level has a percentage (0–100) or an offset past due")
        if self.after < 0 or self.workdays < 0:
            raise ValueError("an offset is counted from the due time onwards")
        if (self.kind == BREACH) != (self.percent == 100):
            raise ValueError("the breach is the level at 100 %, and the only one there")

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "percent": self.percent,
            "after": self.after,
            "workdays": self.workdays,
            "to": list(self.to),
            "actions": list(self.actions),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Level":
        return cls(
            data["kind"],
            data.get("percent"),
            data.get("after", 0),
            data.get("workdays", 0),
            tuple(data.get("to", ())),
            tuple(data.get("actions", ("notify",))),
        )


DEFAULT_LADDER = (
    Level(WARN, percent=80, to=("assignee", "first_owner")),
    Level(BREACH, percent=100, to=("role.supervisor",)),
    Level(ESCALATE, after=4 * 3600, to=("role.manager",)),
    Level(ESCALATE, workdays=1, to=("role.headquarters",)),
)
"""Escalation ladder of the procedures page (§0)."""

AT_ONCE = Level(ESCALATE, percent=0, to=("role.manager",))
"""Serious and urgent: the estate manager hears of it at once (§0)."""


@dataclass(frozen=True)
class Target:
    """How long a thing may take: `seconds` plus `workdays` usual days, counted in the calendar of that code.

    No calendar means round the clock. `pauses` names the reasons that stop this clock.
    """

    seconds: int = 0
    workdays: int = 0
    calendar: str = ""
    levels: tuple[Level, ...] = DEFAULT_LADDER
    pauses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.seconds < 0 or self.workdays < 0 or not self.seconds + self.workdays:
            raise ValueError("a target is longer than nothing")
        if self.workdays and not self.calendar:
            object.__setattr__(self, "calendar", WORKDAYS)
        breaches = sum(level.kind == BREACH for level in self.levels)
        if breaches > 1:
            raise ValueError("a target is breached once")
        if not breaches:
            object.__setattr__(self, "levels", (*self.levels, Level(BREACH, percent=100)))

    @property
    def needs_workdays(self) -> bool:
        return any(level.workdays for level in self.levels)

    def with_levels(self, *more: Level) -> "Target":
        return replace(self, levels=(*more, *self.levels))

    def as_json(self) -> dict[str, Any]:
        return {
            "seconds": self.seconds,
            "workdays": self.workdays,
            "calendar": self.calendar,
            "levels": [level.as_json() for level in self.levels],
            "pauses": sorted(self.pauses),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Target":
        levels = data.get("levels")
        return cls(
            data.get("seconds", 0),
            data.get("workdays", 0),
            data.get("calendar", ""),
            DEFAULT_LADDER if levels is None else tuple(Level.from_json(level) for level in levels),
            tuple(data.get("pauses", ())),
        )

    @property
    def digest(self) -> str:
        """The same for targets that say the same."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()[:32]


CUSTOMERS_OWN = ("customer", "access")
"""Reasons that lie with the customer; only these stop a clock whose time was agreed with him."""


@dataclass(frozen=True)
class Agreed:
    """A time agreed with the customer: the clock is due `at` it, or its target is counted from then on."""

    at: datetime
    is_start: bool = False


WORKDAYS, SERVICE = "workdays", "service"
"""Codes of the two shipped calendars: office days, and the hours in which the desk serves."""


@dataclass(frozen=True)
class Rule:
    """When the facts are as said, these metrics have these targets. An empty `when` always holds."""

    when: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, Target]
    label: str = ""

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return all(str(facts.get(name, "")) in values for name, values in self.when.items())

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "when": {name: list(values) for name, values in self.when.items()},
            "targets": {metric: target.as_json() for metric, target in self.targets.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rule":
        return cls(
            {name: tuple(values) for name, values in data.get("when", {}).items()},
            {metric: Target.from_json(target) for metric, target in data["targets"].items()},
            data.get("label", ""),
        )


def target_for(rules: Sequence[Rule], facts: Mapping[str, Any], metric: str) -> Target | None:
    """The first rule that holds and knows the metric decides."""
    return next((r.targets[metric] for r in rules if metric in r.targets and r.holds(facts)), None)


def metrics_in(rules: Iterable[Rule]) -> list[str]:
    """Every metric the rules speak of, in the order of first mention."""
    return list(dict.fromkeys(metric for rule in rules for metric in rule.targets))
