"""Every command on work orders. Except `create_order` they share one frame: see `command`."""

from guanjia.work.dispatch.actions.assign import (
    assign_order,
    claim_order,
    create_order,
    give_order,
    reassign_order,
)
from guanjia.work.dispatch.actions.casework import end_orders, open_order_for, reopen_orders
from guanjia.work.dispatch.actions.contact import reveal_number
from guanjia.work.dispatch.actions.contracted import complete_contracted, miss_promise, send_order
from guanjia.work.dispatch.actions.field import (
    accept_order,
    agree_pause,
    arrive,
    complete_order,
    make_safe,
    overrun_pause,
    pause_order,
    resume_order,
    set_out,
)
from guanjia.work.dispatch.actions.handing import (
    cancel_order,
    refuse_order,
    reopen_order,
    return_order,
    transfer_order,
)
from guanjia.work.dispatch.actions.paper import (
    add_materials,
    add_photo,
    agree_quote,
    decline_quote,
    quote_order,
    strike_material,
)
from guanjia.work.dispatch.actions.supplies import retire, save_contractor, save_price

__all__ = [
    "accept_order",
    "add_materials",
    "add_photo",
    "agree_pause",
    "agree_quote",
    "arrive",
    "assign_order",
    "cancel_order",
    "claim_order",
    "complete_contracted",
    "complete_order",
    "create_order",
    "decline_quote",
    "end_orders",
    "give_order",
    "make_safe",
    "miss_promise",
    "open_order_for",
    "overrun_pause",
    "pause_order",
    "quote_order",
    "reassign_order",
    "refuse_order",
    "reopen_order",
    "reopen_orders",
    "resume_order",
    "retire",
    "return_order",
    "reveal_number",
    "save_contractor",
    "save_price",
    "send_order",
    "set_out",
    "strike_material",
    "transfer_order",
]
