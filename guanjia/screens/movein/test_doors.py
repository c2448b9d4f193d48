"""Doors. Move-in days."""

from datetime import datetime, time
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.ledger import actions as ledger
from guanjia.work.movein import actions as movein

DOORS = {
    "list": Door("cases.view"),
    "new": Door("cases.supervise", methods=BOTH),
    "day": Door("cases.view", "batch"),
    "board": Door("cases.view", "batch"),
    "homes": Door("cases.view", "batch"),
    "station": Door("cases.view", "batch", more={"station": "verify"}),
    "home": Door("cases.view", "invited"),
    "book": Door("cases.view", "invited", "POST"),
    "cancel": Door("cases.view", "invited", "POST"),
    "arrive": Door("cases.view", "invited", "POST"),
    "serve": Door("cases.view", "invited", BOTH, more={"station": "verify"}),
    "call": Door("cases.view", "invited", "POST", more={"station": "verify"}),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """王阿姨 has come for her keys and waits at the first station."""
    us, day = {"actor": cast.supervisor, "now": now}, ledger.today(cast.estate, now)
    with acting_as(cast.supervisor):
        batch = movein.open_batch(
            estate=cast.estate, name="首批", starts_on=day, ends_on=day, opens=time(9), closes=time(17), rest=None,
            capacity=2, buildings=[cast.building], places={}, **us,
        )  # fmt: skip
        invited = batch.homes.get()
        movein.welcome_home(home=invited, **us)
    return {"batch": batch, "invited": invited}
