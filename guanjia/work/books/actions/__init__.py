"""Closing with a look at what is open, exporting vouchers, the accountant's codes, settling with payees."""

from guanjia.work.books.actions.closing import close_period
from guanjia.work.books.actions.codes import set_codes
from guanjia.work.books.actions.payees import save_payee
from guanjia.work.books.actions.settling import pay_settlement, refuse_settlement, settle_payee
from guanjia.work.books.actions.vouchers import export_vouchers

__all__ = [
    "close_period",
    "export_vouchers",
    "pay_settlement",
    "refuse_settlement",
    "save_payee",
    "set_codes",
    "settle_payee",
]
