"""The cashier's desk: drawers and shifts, payments and receipts, refunds, deposits, points, invoices."""

from guanjia.work.cashier.models.deposits import Deposit, DepositAct, DepositKind
from guanjia.work.cashier.models.invoices import InvoiceRequest
from guanjia.work.cashier.models.payments import Payment, PaymentLine, Tender
from guanjia.work.cashier.models.points import PointsGrant
from guanjia.work.cashier.models.refunds import Refund, RefundPart
from guanjia.work.cashier.models.sessions import CashSession, Till

__all__ = [
    "CashSession",
    "Deposit",
    "DepositAct",
    "DepositKind",
    "InvoiceRequest",
    "Payment",
    "PaymentLine",
    "PointsGrant",
    "Refund",
    "RefundPart",
    "Tender",
    "Till",
]
