"""The books: what the fees are, what is owed, and every movement of money, append-only."""

from guanjia.work.ledger.models.balances import Balance
from guanjia.work.ledger.models.charges import Charge
from guanjia.work.ledger.models.chart import Account, Book, Closing, Payee, Tariff, account_name
from guanjia.work.ledger.models.entries import Entry, Transfer

__all__ = [
    "Account",
    "Balance",
    "Book",
    "Charge",
    "Closing",
    "Entry",
    "Payee",
    "Tariff",
    "Transfer",
    "account_name",
]
