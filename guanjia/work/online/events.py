"""What happened online."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OnlineSettled:
    """Money of an order came in. `payment_id` is empty when it lies in suspense."""

    order_id: int
    company_id: int
    estate_id: int
    payment_id: int | None
    at: datetime


@dataclass(frozen=True)
class RefundAsked:
    """The books gave money back; the provider is to send it."""

    online_refund_id: int
    company_id: int
