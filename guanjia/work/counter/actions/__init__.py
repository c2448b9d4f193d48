"""Every command of the counter: the queue, the appointments, the visitor log."""

from guanjia.work.counter.actions.booking import cancel_appointment, make_appointment, reveal_number
from guanjia.work.counter.actions.queue import (
    call_again,
    call_next,
    finish_ticket,
    identify,
    leave_queue,
    link_case,
    receive_appointment,
    take_ticket,
)
from guanjia.work.counter.actions.visits import log_visit, note_out

__all__ = [
    "call_again",
    "call_next",
    "cancel_appointment",
    "finish_ticket",
    "identify",
    "leave_queue",
    "link_case",
    "log_visit",
    "make_appointment",
    "note_out",
    "receive_appointment",
    "reveal_number",
    "take_ticket",
]
