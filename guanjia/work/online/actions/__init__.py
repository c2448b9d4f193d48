"""Every command of online payment."""

from guanjia.work.online.actions.hearing import hear, take_notify
from guanjia.work.online.actions.ordering import open_order
from guanjia.work.online.actions.reconciling import reconcile
from guanjia.work.online.actions.refunding import ask_refund, follow_refund, send_refund
from guanjia.work.online.actions.resolving import resolve_difference
from guanjia.work.online.actions.watching import look_after

__all__ = [
    "ask_refund",
    "follow_refund",
    "hear",
    "look_after",
    "open_order",
    "reconcile",
    "resolve_difference",
    "send_refund",
    "take_notify",
]
