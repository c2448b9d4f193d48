"""Doors. Arrears, reminders, calls."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.collection.models import Dunning, DunningRun

DOORS = {
    "arrears": Door("money.view"),
    "export": Door("export.lists"),
    "spread": Door("money.view"),
    "debtor": Door("money.view", "unit", part="unit", more={"customer": 0}),
    "contact": Door("collection.work", "unit", "POST", part="unit", more={"customer": 0}),
    "number": Door("collection.work", "phone", "POST"),
    "calls": Door("collection.work"),
    "runs": Door("collection.plan"),
    "new_run": Door("collection.plan", methods=BOTH),
    "run": Door("collection.plan", "dunning_run"),
    "mail": Door("collection.plan", "dunning_run", "POST"),
    "letters": Door("collection.plan", "dunning_run", BOTH),
    "told": Door("collection.work", "dunning", "POST"),
    "rate": Door("money.view"),
    "rate_charges": Door("money.view"),
    "indicators": Door("money.view"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """A reminder that waits to be sent by hand."""
    home = {"company": cast.company, "estate": cast.estate}
    with acting_as(cast.manager):
        run = DunningRun.objects.create(
            **home, on=now.date(), at=now, by=cast.manager, levels=[1], state="ready"
        )
        dunning = Dunning.objects.create(
            **home, run=run, unit=cast.unit, customer=cast.owner, level=1, cycle=now.date(), charge_ids=[], at=now,
            amount=Decimal("276.08"), way="text", name=cast.owner.name, place=cast.unit.key, text="王阿姨,您好",
        )  # fmt: skip
    return {"dunning_run": run, "dunning": dunning}
