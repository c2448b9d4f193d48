"""Doors. A person's tokens for the API."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.api.actions import create_token
from guanjia.testing.doors import BOTH, STAFF, Door

DOORS = {
    "list": Door(STAFF),
    "new": Door("tokens.edit", methods=BOTH),
    "revoke": Door(STAFF, "token", "POST", own=True),
}


def things(cast: Any, now: datetime) -> dict[str, Any]:
    us = {"actor": cast.admin, "now": now}
    with acting_as(cast.admin):
        return {"token": create_token(staff=cast.desk, name="报表", scopes=["cases:read"], **us)[0]}
