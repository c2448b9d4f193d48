"""What happens to customers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CustomersMerged:
    kept_id: int
    gone_id: int
    at: datetime


@dataclass(frozen=True)
class MergeUndone:
    kept_id: int
    back_id: int
    at: datetime
