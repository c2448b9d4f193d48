"""What clocks tell the house."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ClocksChanged:
    """Clocks of a subject were started, stopped or moved. `earliest_due_at` is None when none is running."""

    subject_type: str
    subject_id: int
    earliest_due_at: datetime | None


@dataclass(frozen=True)
class ClockFired:
    """A rung of the ladder was reached. `recipients` are `assignee`, `first_owner` or `role.CODE`.

    `level` counts from 0, `percent` is its share of the target if it has one; `late` means that no sweeper was
    there in time; `actions` says what to do (notify, reassign, raise_severity).
    """

    clock_id: int
    subject_type: str
    subject_id: int
    estate_id: int
    company_id: int
    metric: str
    level: int
    kind: str
    recipients: tuple[str, ...]
    at: datetime
    late: bool
    detail: str = ""
    cycle: int = 1
    due_at: datetime | None = None
    actions: tuple[str, ...] = ("notify",)
    percent: int | None = None


@dataclass(frozen=True)
class MigrationBegun:
    """Open clocks are to be moved to a newer version; the work is for the background."""

    migration_id: int
    company_id: int
