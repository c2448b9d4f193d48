"""October of 阳光花园: movements, and closing it."""

from datetime import date
from decimal import Decimal

from guanjia.testing import calendar
from guanjia.work.books import actions
from guanjia.work.ledger.actions import Move, account, post
from guanjia.work.ledger.models import Entry
from guanjia.work.ledger.rules import Kind

NOW = calendar.at("周三 10:00")
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def move(
    cast, debit: Kind, credit: Kind, amount: str, *, day: int = 5, kind: str = "payment", ref=""
) -> Entry:
    legs = Move(account(cast.estate, debit, ref), account(cast.estate, credit, ref), Decimal(amount))
    return post(
        actor=cast.accountant, now=NOW, estate=cast.estate, kind=kind, text="测试", moves=[legs],
        on=FIRST.replace(day=day),
    )  # fmt: skip


def close(cast, kind: str = "month") -> None:
    actions.close_period(actor=cast.accountant, now=NOW, estate=cast.estate, kind=kind, through=LAST)
