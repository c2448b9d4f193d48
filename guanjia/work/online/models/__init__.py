"""Orders at the providers, refunds through them, and what their statements say."""

from guanjia.work.online.models.orders import OnlineOrder, OnlineOrderLine, OnlineRefund
from guanjia.work.online.models.statements import Difference, Reconciliation, StatementLine

__all__ = ["Difference", "OnlineOrder", "OnlineOrderLine", "OnlineRefund", "Reconciliation", "StatementLine"]
