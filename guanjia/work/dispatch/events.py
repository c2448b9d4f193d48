"""What happens to work orders. Listeners run in the transaction of the action."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OrderEvent:
    order_id: int
    case_id: int
    estate_id: int
    at: datetime


@dataclass(frozen=True)
class OrderCreated(OrderEvent): ...


@dataclass(frozen=True)
class OrderChanged(OrderEvent):
    """Anything about the order became different; `verb` says what was done."""

    verb: str


@dataclass(frozen=True)
class OrderDone(OrderEvent): ...
