"""Every command of the cashier's desk."""

from guanjia.work.cashier.actions.deposits import (
    approve_keeping,
    ask_deposit,
    drop_deposit,
    keep_deposit,
    let_go,
    refuse_keeping,
    return_deposit,
)
from guanjia.work.cashier.actions.invoices import (
    cancel_invoice,
    export_invoices,
    note_issued,
    request_invoice,
)
from guanjia.work.cashier.actions.points import expire_points, give_points
from guanjia.work.cashier.actions.prepaid import to_prepaid, use_prepaid
from guanjia.work.cashier.actions.refunds import approve_refund, pay_refund, refuse_refund, request_refund
from guanjia.work.cashier.actions.sessions import bank_takings, close_session, open_session, receive_handover
from guanjia.work.cashier.actions.settings import (
    create_till,
    retire_deposit_kind,
    retire_till,
    save_deposit_kind,
)
from guanjia.work.cashier.actions.taking import Tendered, take_payment
from guanjia.work.cashier.actions.voiding import print_receipt, void_payment

__all__ = [
    "Tendered",
    "approve_keeping",
    "approve_refund",
    "ask_deposit",
    "bank_takings",
    "cancel_invoice",
    "close_session",
    "create_till",
    "drop_deposit",
    "expire_points",
    "export_invoices",
    "give_points",
    "keep_deposit",
    "let_go",
    "note_issued",
    "open_session",
    "pay_refund",
    "print_receipt",
    "receive_handover",
    "refuse_keeping",
    "refuse_refund",
    "request_invoice",
    "request_refund",
    "retire_deposit_kind",
    "retire_till",
    "return_deposit",
    "save_deposit_kind",
    "take_payment",
    "to_prepaid",
    "use_prepaid",
    "void_payment",
]
