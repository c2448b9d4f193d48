"""Prices by date, reductions, runs and their drafts, corrections."""

from guanjia.work.billing.models.corrections import CreditNote, LateWaiver
from guanjia.work.billing.models.reductions import Reduction
from guanjia.work.billing.models.runs import BillingRun, DraftLine
from guanjia.work.billing.models.tariffs import SharedBill, TariffUnit, TariffVersion

__all__ = [
    "BillingRun",
    "CreditNote",
    "DraftLine",
    "LateWaiver",
    "Reduction",
    "SharedBill",
    "TariffUnit",
    "TariffVersion",
]
