"""Doors. What authorities were told."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.registers.disclosures.actions import grant_disclosure
from guanjia.testing.cast import Cast
from guanjia.testing.doors import Door

DOORS = {
    "sheet": Door("phones.reveal", "disclosure", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """What the police may see of 王阿姨."""
    with acting_as(cast.desk):
        disclosure = grant_disclosure(
            actor=cast.desk, now=now, estate=cast.estate, number="PL-1", asked_by="派出所", authority="police",
            ground="协查函", purpose="走失老人", what="电话", granted_on=now.date(), until=now.date(),
            unit_ids=[cast.unit.pk], kinds=["phone"], handler=cast.desk, approver=cast.manager,
        )  # fmt: skip
    return {"disclosure": disclosure}
