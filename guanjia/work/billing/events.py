"""What others may want to hear of bills."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BillsPublished:
    """The bills of a run are out, and owed."""

    run_id: int
    estate_id: int
    at: datetime


@dataclass(frozen=True)
class BillCorrected:
    """A bill was lowered or withdrawn."""

    charge_id: int
    at: datetime
