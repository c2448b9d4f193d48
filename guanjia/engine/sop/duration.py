"""Numbers of a procedure: how long, how much, who. Declared with a default, overridden as data, never as
code."""

from dataclasses import dataclass
from typing import Any, Literal

Unit = Literal["minutes", "hours", "days", "workdays"]
Calendar = Literal["always", "workdays", "service"]
SECONDS: dict[str, int] = {"minutes": 60, "hours": 3600, "days": 86400, "workdays": 86400}


@dataclass(frozen=True)
class Limit:
    """A span of time. `calendar` says what counts: every hour, the 24 h of each workday, or service hours
    only."""

    amount: int
    unit: Unit
    calendar: Calendar = "always"

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a limit cannot be negative")
        if self.unit == "workdays" and self.calendar != "workdays":
            raise ValueError("workdays are counted on the calendar of workdays")

    @property
    def seconds(self) -> int:
        """Seconds on its calendar; a workday counts as its 24 hours."""
        return self.amount * SECONDS[self.unit]

    def for_clock(self) -> dict[str, Any]:
        """The keyword arguments `engine.clock.targets.Target` takes for this span."""
        if self.unit == "workdays":
            return {"workdays": self.amount}
        return {"seconds": self.seconds, "calendar": "" if self.calendar == "always" else self.calendar}

    def as_json(self) -> dict[str, Any]:
        return {"amount": self.amount, "unit": self.unit, "calendar": self.calendar}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Limit":
        """Raises ValueError, KeyError or TypeError when the value is not a limit."""
        if value["unit"] not in SECONDS or value["calendar"] not in ("always", "workdays", "service"):
            raise ValueError(f"not a limit: {value}")
        if not isinstance(value["amount"], int) or isinstance(value["amount"], bool):
            raise ValueError(f"not a whole number: {value['amount']}")
        return cls(value["amount"], value["unit"], value["calendar"])


def minutes(amount: int, *, calendar: Calendar = "always") -> Limit:
    return Limit(amount, "minutes", calendar)


def hours(amount: int, *, calendar: Calendar = "always") -> Limit:
    return Limit(amount, "hours", calendar)


def days(amount: int) -> Limit:
    return Limit(amount, "days")


def workdays(amount: int) -> Limit:
    return Limit(amount, "workdays", "workdays")


Kind = Literal["limit", "number", "percent", "money", "tick", "choice", "roles", "lines"]


@dataclass(frozen=True)
class Parameter:
    """One number, list or approver that a company, branch or estate may set for itself.

    `default` is the plain value: a Limit for `limit`, an int for `number`, `percent` (0–100) and `money`
    (fen), a tuple of strings for `roles` and `lines`. `key` is filled in as `code.name` by the procedure it
    is declared in.
    """

    label: str
    kind: Kind
    default: Any
    key: str = ""
    unit: str = ""
    help: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
