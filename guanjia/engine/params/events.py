"""What happens to parameters."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ParameterSet:
    """A value was set; it counts from `since`. `estate_id` empty: for a branch or the whole company."""

    key: str
    company_id: int
    estate_id: int | None
    since: datetime
    at: datetime
