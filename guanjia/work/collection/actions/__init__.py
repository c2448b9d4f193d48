"""Everything that is done about arrears."""

from guanjia.work.collection.actions.calling import record_contact, reveal_number
from guanjia.work.collection.actions.preparing import prepare, start_run
from guanjia.work.collection.actions.promising import review_promises
from guanjia.work.collection.actions.sending import hand_out, mark_told, recheck, send_mail

__all__ = [
    "hand_out",
    "mark_told",
    "prepare",
    "recheck",
    "record_contact",
    "reveal_number",
    "review_promises",
    "send_mail",
    "start_run",
]
