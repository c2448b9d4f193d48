"""Doors. Calendars and clock policies."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.clock.models import Calendar, ClockPolicy
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door

DOORS = {
    "list": Door("calendars.edit"),
    "watch": Door("overview.view"),
    "new_calendar": Door("calendars.edit", methods=BOTH),
    "calendar": Door("calendars.edit", "calendar", BOTH, company=True),
    "migrate_calendar": Door("calendars.edit", "calendar", BOTH, company=True),
    "withdraw_calendar": Door("calendars.edit", "calendar", "POST", company=True),
    "new_policy": Door("calendars.edit", methods=BOTH),
    "policy": Door("calendars.edit", "policy", BOTH, company=True),
    "migrate_policy": Door("calendars.edit", "policy", BOTH, company=True),
    "withdraw_policy": Door("calendars.edit", "policy", "POST", company=True),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    with acting_as(cast.admin):
        return {"calendar": Calendar.objects.first(), "policy": ClockPolicy.objects.first()}
