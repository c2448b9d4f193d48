"""Work orders and what happens to them."""

from guanjia.work.dispatch.models.facts import (
    Handover,
    MaterialLine,
    OrderPause,
    OrderPhoto,
    Quote,
    QuoteLine,
    Refusal,
    Trip,
)
from guanjia.work.dispatch.models.orders import WorkOrder, number_of
from guanjia.work.dispatch.models.supplies import Contractor, PriceItem

__all__ = [
    "Contractor",
    "Handover",
    "MaterialLine",
    "OrderPause",
    "OrderPhoto",
    "PriceItem",
    "Quote",
    "QuoteLine",
    "Refusal",
    "Trip",
    "WorkOrder",
    "number_of",
]
