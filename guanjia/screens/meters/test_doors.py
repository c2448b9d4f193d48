"""Doors. Meters and readings."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.testing.uploads import picture
from guanjia.work.ledger import actions as ledger
from guanjia.work.meters import actions as meters

DOORS = {
    "list": Door("meters.read"),
    "new": Door("meters.edit", methods=BOTH),
    "sheet": Door("meters.read", methods=BOTH),
    "line": Door("meters.read", "meter", "POST"),
    "checking": Door("meters.read"),
    "estimate": Door("meters.edit", methods="POST"),
    "confirm": Door("meters.edit", "reading", "POST"),
    "correct": Door("meters.edit", "reading", "POST"),
    "photo": Door("meters.read", "reading"),
    "meter": Door("meters.read", "meter"),
    "edit": Door("meters.edit", "meter", BOTH),
    "replace": Door("meters.edit", "meter", BOTH),
    "remove": Door("meters.edit", "meter", BOTH),
    "phone": Door("meters.read"),
    "send": Door("meters.read", "meter", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """The cold water of 王阿姨's home, with a reading that waits to be confirmed."""
    today = ledger.today(cast.estate, now)
    us = {"actor": cast.manager, "now": now}
    with acting_as(cast.manager):
        meter = meters.register_meter(
            estate=cast.estate, kind="cold_water", number="W1501", unit=cast.unit, start="100",
            installed_on=today - timedelta(days=30), **us,
        )  # fmt: skip
        reading = meters.take_reading(meter=meter, on=today, value="900", photo=picture(), **us)
    return {"meter": meter, "reading": reading}
