"""Arithmetic of dispatch: when a thing was done, what lines cost, who fits an order best, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

FEN = Decimal("0.01")
DEPARTMENTS = {
    "cleaning": "cleaning", "green": "cleaning", "security": "security", "parking": "security", "noise": "security",
}  # fmt: skip


def department_code(topic: str) -> str:
    """Whose work a topic usually is; what is not known otherwise goes to engineering."""
    return DEPARTMENTS.get(topic, "engineering")


def happened_at(done_at: datetime | None, *, now: datetime, last_change: datetime) -> datetime:
    """When a thing was done, as far as it can be believed: not in the future, not before the order's last change."""
    return max(min(done_at or now, now), last_change)


def line_amount(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Yuan, rounded half up to the fen once per line."""
    return (quantity * unit_price).quantize(FEN, ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal("0.00"))


def is_long_pause(start: datetime, until: datetime, *, limit_hours: int) -> bool:
    """True when the pause is longer than one person may decide alone."""
    return until - start > timedelta(hours=limit_hours)


@dataclass(frozen=True)
class Candidate:
    """What is known of a technician when an order must be given. `on_duty` None: no roster is kept."""

    pk: int
    name: str
    on_duty: bool | None
    skilled: bool
    same_department: bool
    knows_place: bool
    load: int
    cap: int
    refused: bool = False
    staff: Any = None

    @property
    def is_full(self) -> bool:
        return self.load >= self.cap

    @property
    def may_be_sent(self) -> bool:
        """Fit to be given an order by the program itself."""
        return self.on_duty is not False and self.skilled and not self.is_full and not self.refused


@dataclass(frozen=True)
class Suggestion:
    """A candidate with his score (higher fits better)."""

    candidate: Candidate
    score: int


def score(who: Candidate) -> int:
    """Duty before skill before department; then who knows the place; each share of the cap in use counts against."""
    points = 0
    points += {True: 400, None: 200, False: 0}[who.on_duty]
    points += 200 if who.skilled else 0
    points += 100 if who.same_department else 0
    points += 40 if who.knows_place else 0
    points -= min(100, 100 * who.load // max(who.cap, 1))
    points -= 300 if who.is_full else 0
    points -= 500 if who.refused else 0
    return points


def suggest(candidates: Iterable[Candidate]) -> list[Suggestion]:
    """Best first; equals by smaller load, then by name, so that the order never flickers."""
    ranked = [Suggestion(who, score(who)) for who in candidates]
    return sorted(ranked, key=lambda s: (-s.score, s.candidate.load, s.candidate.name, s.candidate.pk))


@dataclass(frozen=True)
class Progress:
    """What the next thing depends on."""

    state: str
    has_before: bool = False
    has_after: bool = False
    has_signature: bool = False
    needs_photos: bool = True
    needs_signature: bool = True


def next_thing(at: Progress) -> str | None:
    """The one thing the technician should do now, or None when the order is not his to move."""
    if at.state != "arrived":
        return {"assigned": "accept", "accepted": "set_out", "on_the_way": "arrive", "paused": "resume"}.get(
            at.state
        )
    if at.needs_photos and not at.has_before:
        return "photo_before"
    if at.needs_photos and not at.has_after:
        return "photo_after"
    return "complete"
