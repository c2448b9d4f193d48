"""What every provider of payments by phone can do. Amounts are whole fen, days are Beijing's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from guanjia.kernel.errors import Refused

BEIJING = ZoneInfo("Asia/Shanghai")


class Unavailable(Refused):
    """The provider does not answer, or not in a way that can be believed. Nothing is known; ask again later."""


class Declined(Refused):
    """The provider understood and said no."""


class Forged(Exception):
    """A call that the provider did not sign, signed long ago, or meant for another merchant."""


class State(StrEnum):
    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"
    REFUND = "refund"


@dataclass(frozen=True)
class Notified:
    """What the provider says of an order, in a call or when asked. Of a refund: `refund_no`, its amount, and
    when it arrived as `paid_at`.
    """

    out_trade_no: str
    state: State
    transaction_id: str = ""
    fen: int = 0
    paid_at: datetime | None = None
    refund_no: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a day's statement; `refund_no` is set when money went back."""

    out_trade_no: str
    transaction_id: str
    fen: int
    at: datetime
    refund_no: str = ""
    fee_fen: int = 0


@dataclass(frozen=True)
class Answer:
    """How the provider wants to be answered."""

    status: int
    body: str
    kind: str


class Wallet(Protocol):
    """One merchant's account at one provider, opened for one moment."""

    def create(self, *, out_trade_no: str, fen: int, text: str, expires_at: datetime) -> str:
        """Place an order; the text of the QR code to pay it. The same number again gives a code for the same order."""
        ...

    def read_notify(self, *, headers: Mapping[str, str], body: bytes) -> Notified:
        """A call to the notify address, verified. Raises Forged."""
        ...

    def query(self, out_trade_no: str) -> Notified:
        """How the order stands. One that the provider never heard of counts as closed."""
        ...

    def close(self, out_trade_no: str) -> None:
        """Nobody can pay it any more. Raises Declined when it is paid."""
        ...

    def refund(
        self, *, out_trade_no: str, transaction_id: str, refund_no: str, fen: int, total: int, reason: str
    ) -> bool:
        """Send back money of this payment of the order (`total` fen of it came), once per `refund_no`; whether it has
        arrived already.
        """
        ...

    def refunded(self, *, out_trade_no: str, transaction_id: str, refund_no: str) -> bool:
        """Whether it has arrived. Raises Declined when it never will."""
        ...

    def statement(self, day: date) -> list[Line]:
        """What the provider counted on that day of Beijing; a day without business is empty."""
        ...


@dataclass(frozen=True)
class Provider:
    """A folder's entry. `opens(config, notify_url=…, now=…)` makes the wallet of a merchant; `means` is the account
    of the books that the money goes to; low `order` is offered first."""

    code: str
    label: Any
    means: str
    opens: Callable[..., Wallet]
    accepted: Answer
    refused: Answer
    order: int = 50
