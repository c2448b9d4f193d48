"""Doors. Settings, and the shape of the company."""

from datetime import datetime
from typing import Any

from guanjia.directory.places.actions import create_branch
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, STAFF, Door

DOORS = {
    "settings": Door(STAFF),
    "company": Door("directory.edit"),
    "edit_company": Door("directory.edit", methods=BOTH),
    "new_branch": Door("directory.edit", methods=BOTH),
    "branch": Door("directory.edit", "branch", BOTH, company=True),
    "new_estate": Door("directory.edit", methods=BOTH),
    "plan": Door("directory.edit", methods="POST"),
    "estate": Door("directory.edit", "estate"),
    "edit_estate": Door("directory.edit", "estate", BOTH),
    "lay_out": Door("directory.edit", "estate", BOTH),
    "new_zone": Door("directory.edit", "estate", BOTH),
    "building": Door("directory.edit", "building"),
    "rename_building": Door("directory.edit", "building", BOTH),
    "new_unit": Door("directory.edit", "building", BOTH),
    "retire_unit": Door("directory.edit", "unit", "POST"),
    "zone": Door("directory.edit", "zone", BOTH),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    with acting_as(cast.admin):
        return {"branch": create_branch(actor=cast.admin, now=now, name="浙北")}
