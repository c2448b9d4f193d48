"""Doors. The gate."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.cases import actions as cases
from guanjia.work.ledger import actions as ledger

DOORS = {
    "home": Door("gate.scan"),
    "list": Door("gate.scan"),
    "out": Door("gate.scan", methods="POST"),
    "move": Door("gate.scan", methods="POST"),
    "step": Door("gate.scan", "guard_step", BOTH),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """王阿姨's sofa may leave the estate today; the guard is to look at it."""
    us = {"actor": cast.desk, "now": now}
    said = {
        "who": "owner", "applicant": "王阿姨", "items": "沙发 1 件",
        "valid_on": ledger.today(cast.estate, now).isoformat(),
    }  # fmt: skip
    with acting_as(cast.desk):
        case = cases.register_case(
            estate=cast.estate, procedure="item_release", words="搬沙发", unit=cast.unit, answers=said, **us
        )
        case = cases.complete_step(case=case, step="issue", answers={"identity_ok": True}, **us)
        return {"guard_step": case.steps.get(code="gate")}
