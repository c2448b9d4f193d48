"""Posting to the books. Rights are asked for by the actions above that know what is being done."""

from guanjia.work.ledger.actions.accounts import Ref, account, accounts, sides, sides_of, today
from guanjia.work.ledger.actions.closing import close_books
from guanjia.work.ledger.actions.posting import Draft, Move, addressed, credit, post, post_all, reverse
from guanjia.work.ledger.actions.raising import raise_charges, raising

__all__ = [
    "Draft",
    "Move",
    "Ref",
    "account",
    "accounts",
    "addressed",
    "close_books",
    "credit",
    "post",
    "post_all",
    "raise_charges",
    "raising",
    "reverse",
    "sides",
    "sides_of",
    "today",
]
