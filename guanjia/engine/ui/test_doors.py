"""Doors. What a person sets for himself: the estate he looks at, and kept views."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.ui.actions import save_view
from guanjia.testing.doors import STAFF, Door

DOORS = {
    "estate": Door(STAFF, methods="POST"),
    "save_view": Door(STAFF, methods="POST"),
    "drop_view": Door(STAFF, "view", methods="POST", own=True),
}


def things(cast: Any, now: datetime) -> dict[str, Any]:
    us = {"actor": cast.supervisor, "now": now}
    with acting_as(cast.supervisor):
        return {"view": save_view(code="cases", name="我的", query="state=open", shared=True, **us)}
