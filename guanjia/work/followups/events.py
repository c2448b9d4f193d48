"""What happens to follow-ups. Listeners run in the transaction of the action."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FollowUpEvent:
    """`case_id` is None for a household of a sample."""

    followup_id: int
    case_id: int | None
    estate_id: int
    at: datetime


@dataclass(frozen=True)
class FollowUpOpened(FollowUpEvent): ...


@dataclass(frozen=True)
class FollowUpTried(FollowUpEvent):
    """Somebody called and got no answer."""

    outcome: str


@dataclass(frozen=True)
class FollowUpAnswered(FollowUpEvent):
    stars: int
    satisfied: bool


@dataclass(frozen=True)
class FollowUpMissed(FollowUpEvent):
    """The rule's attempts ran out, or the customer would not talk."""
