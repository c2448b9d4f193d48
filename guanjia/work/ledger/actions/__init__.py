"""Posting to the books. Rights are asked for by the actions above that know what is being done."""

from guanjia.work.ledger.actions.accounts import account, sides, today
from guanjia.work.ledger.actions.closing import close_books
from guanjia.work.ledger.actions.posting import Move, credit, post, reverse
from guanjia.work.ledger.actions.raising import raise_charges

__all__ = ["Move", "account", "close_books", "credit", "post", "raise_charges", "reverse", "sides", "today"]
