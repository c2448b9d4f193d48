"""How old arrears are, which reminder is next, what stops it, and when a promise is kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum

BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("d30", 0, 30),
    ("d90", 31, 90),
    ("d365", 91, 365),
    ("older", 366, None),
)
"""Age bands of arrears (spec 4-indicators): code, first and last day since due."""


class Level(IntEnum):
    """How firmly somebody is reminded, one after the other."""

    FRIENDLY = 1
    SECOND = 2
    FORMAL = 3
    LAWYER = 4


class Way(StrEnum):
    """How a reminder goes out."""

    MAIL = "mail"
    LETTER = "letter"
    PHONE = "phone"
    TEXT = "text"


class Stop(StrEnum):
    """Why somebody is not reminded now."""

    PAID = "paid"
    CHANGED = "changed"
    COMPLAINT = "complaint"
    PROMISE = "promise"
    SPARED = "spared"
    RECENT = "recent"
    SMALL = "small"
    EARLY = "early"
    DONE = "done"


@dataclass(frozen=True)
class Stage:
    """One level of the plan: from how many days after the due day, by which way, in which words."""

    level: Level
    days: int
    way: Way
    words: str


@dataclass(frozen=True)
class Plan:
    """The reminder plan of an estate. `least` is in yuan; `again_days` between two reminders of the same debtor."""

    stages: tuple[Stage, ...]
    fallback: Way = Way.TEXT
    again_days: int = 7
    least: Decimal = Decimal(0)
    spare_key: bool = True
    spare_tags: frozenset[str] = frozenset()
    stop_complaint: bool = True

    def spares(self, *, is_key: bool, tags: Iterable[str]) -> bool:
        """Whether the house has decided to be gentle with this customer (重点客户, 困难户 …)."""
        return (self.spare_key and is_key) or not self.spare_tags.isdisjoint(tags)


@dataclass(frozen=True)
class Standing:
    """What is known of a debtor when a reminder is considered. `days` since the oldest open charge was due."""

    days: int
    total: Decimal
    complaint: bool = False
    promise: bool = False
    spared: bool = False
    reminded_on: date | None = None
    levels: Collection[int] = ()


def next_stage(plan: Plan, standing: Standing) -> Stage | None:
    """The first level that this debtor has not had yet; None when all were sent."""
    return next((each for each in plan.stages if each.level not in standing.levels), None)


def decide(plan: Plan, standing: Standing, *, today: date) -> Stage | Stop:
    """The reminder that is due, or what stands in its way. Nothing is ever due on or before the due day."""
    if stop := stopped(plan, standing):
        return stop
    stage = next_stage(plan, standing)
    if stage is None:
        return Stop.DONE
    if standing.days < max(stage.days, 1):
        return Stop.EARLY
    if standing.reminded_on and today < standing.reminded_on + timedelta(days=plan.again_days):
        return Stop.RECENT
    return stage


def stopped(plan: Plan, standing: Standing) -> Stop | None:
    """What forbids any reminder, asked when it is prepared and again when it goes out."""
    if standing.total <= 0 or standing.days < 1:
        return Stop.PAID
    if standing.complaint and plan.stop_complaint:
        return Stop.COMPLAINT
    if standing.promise:
        return Stop.PROMISE
    if standing.spared:
        return Stop.SPARED
    return Stop.SMALL if standing.total < plan.least else None


def filled(words: str, facts: Mapping[str, str]) -> str:
    """The template with its `{placeholders}` replaced; one that is unknown stays as written, for all to see."""
    for name, value in facts.items():
        words = words.replace("{" + name + "}", value)
    return words


def is_kept(*, promised: Decimal, owed: Decimal, left: Decimal) -> bool:
    """Whether what was paid since the promise reaches it; nothing left is enough."""
    return left <= 0 or owed - left >= promised


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """One decimal; None when there is nothing to divide by."""
    return (part * 100 / whole).quantize(Decimal("0.1")) if whole else None
