"""What happened at the cashier's."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PaymentTaken:
    """Money came in. `charge_ids` and `deposit_ids` are what it was for, `origins` where that had come from."""

    payment_id: int
    company_id: int
    estate_id: int
    charge_ids: tuple[int, ...]
    deposit_ids: tuple[int, ...]
    origins: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class PaymentUndone:
    """A payment was voided or given back, in part or in full; its charges are open again."""

    payment_id: int
    company_id: int
    estate_id: int
    charge_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class MoneyGivenBack:
    """A refund was booked. `parts` are (means, amount in yuan, reference of the tender): a channel pays out its own."""

    refund_id: int
    payment_id: int
    company_id: int
    estate_id: int
    parts: tuple[tuple[str, str, str], ...]
    at: datetime
