"""What happens to cases. Listeners run in the transaction of the action."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class CaseEvent:
    case_id: int
    estate_id: int
    at: datetime


@dataclass(frozen=True)
class CaseRegistered(CaseEvent): ...


@dataclass(frozen=True)
class StepEntered(CaseEvent):
    """`step` is the row with its case as they are in memory, so that listeners need not read them again."""

    step_id: int
    code: str
    opens: str = ""
    step: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class StepDone(CaseEvent):
    step_id: int
    code: str


@dataclass(frozen=True)
class CaseFinished(CaseEvent):
    """The work is done; the customer has not been asked yet."""


@dataclass(frozen=True)
class CaseReopened(CaseEvent):
    reason: str


@dataclass(frozen=True)
class CaseClosed(CaseEvent): ...


@dataclass(frozen=True)
class CaseCancelled(CaseEvent):
    reason: str


@dataclass(frozen=True)
class CaseMerged(CaseEvent):
    into_id: int


@dataclass(frozen=True)
class CaseUnmerged(CaseEvent):
    """A merge was undone: what the case waits for must be there again."""


@dataclass(frozen=True)
class MessageAdded(CaseEvent):
    entry_id: int


@dataclass(frozen=True)
class TargetChanged(CaseEvent):
    """Urgency or severity changed."""
