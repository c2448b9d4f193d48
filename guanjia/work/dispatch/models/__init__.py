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

__all__ = [
    "Handover",
    "MaterialLine",
    "OrderPause",
    "OrderPhoto",
    "Quote",
    "QuoteLine",
    "Refusal",
    "Trip",
    "WorkOrder",
    "number_of",
]
