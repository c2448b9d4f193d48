"""Doors. One set of addresses for all registers; the keys stand for them."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.register.actions import add_record
from guanjia.engine.register.declaration import find
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door

KEYS = {"code": "keys"}
DOORS = {
    "index": Door("registers.view"),
    "list": Door("registers.view", more=KEYS),
    "new": Door("registers.edit", methods=BOTH, more=KEYS),
    "labels": Door("registers.view", more=KEYS),
    "row": Door("registers.view", "key", more=KEYS),
    "number": Door("phones.reveal", "key", "POST", more=KEYS),
    "edit": Door("registers.edit", "key", BOTH, more=KEYS),
    "retire": Door("registers.edit", "key", "POST", more=KEYS),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """The key that 王阿姨 left at the desk."""
    values = {"tag": "A-01", "kind": "entrusted", "place": "A柜-1", "unit": cast.unit}
    us = {"register": find("keys"), "actor": cast.desk, "now": now}
    with acting_as(cast.desk):
        return {"key": add_record(estate=cast.estate, values=values, **us)}
