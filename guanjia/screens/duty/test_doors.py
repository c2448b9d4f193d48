"""Doors. Duty log, handover, leave and swaps."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.register.actions import add_record
from guanjia.engine.register.declaration import find
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.duty import actions as duty

DOORS = {
    "home": Door("duty.log"),
    "write": Door("duty.log", methods="POST"),
    "settle": Door("duty.log", "duty_entry", "POST"),
    "clear": Door("cases.supervise", "duty_entry", "POST"),
    "give": Door("duty.log", "duty_post", BOTH),
    "handover": Door("duty.log", "handover", BOTH),
    "withdraw": Door("duty.log", "handover", "POST"),
    "print": Door("duty.log", "duty_post", more={"paper": "log"}),
    "asking": Door("duty.ask", methods=BOTH),
    "ask": Door("duty.ask", methods=BOTH, more={"code": "leave"}),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """A line in the log of the front desk, and 小李's shift that waits to be taken over."""
    us = {"actor": cast.desk, "now": now}
    with acting_as(cast.manager):
        values = {"name": "前台", "role": "desk", "things": "对讲机 2"}
        post = add_record(
            register=find("duty_posts"), actor=cast.manager, now=now, estate=cast.estate, values=values
        )
    with acting_as(cast.desk):
        entry = duty.write_entry(post=post, text="+等租户来取钥匙", **us)
        handover = duty.hand_over(post=post, counted={"对讲机": (2, "")}, **us)
    return {"duty_post": post, "duty_entry": entry, "handover": handover}
