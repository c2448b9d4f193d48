"""Doors. Signing in, the own account, staff and posts."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.doors import ANYBODY, BOTH, STAFF, Door

DOORS = {
    "login": Door(ANYBODY, methods=BOTH),
    "first_password": Door(ANYBODY, methods=BOTH),
    "logout": Door(ANYBODY, methods="POST"),
    "language": Door(ANYBODY, methods="POST"),
    "account": Door(STAFF, methods=BOTH),
    "password": Door(STAFF, methods=BOTH),
    "end_session": Door(STAFF, methods="POST", more={"public": "0" * 20}),
    "staff_list": Door("team.view"),
    "new_staff": Door("team.edit", methods=BOTH),
    "staff": Door("team.view", "staff"),
    "edit_staff": Door("team.edit", "staff", BOTH),
    "appoint": Door("team.edit", "staff", "POST"),
    "reset_password": Door("team.edit", "staff", "POST"),
    "leave": Door("team.edit", "staff", "POST"),
    "sign_out": Door("team.edit", "staff", "POST"),
    "end_appointment": Door("team.edit", "appointment", "POST"),
    "structure": Door("team.view"),
    "new_department": Door("team.edit", methods=BOTH),
    "department": Door("team.edit", "department", BOTH),
    "new_post": Door("team.edit", methods=BOTH),
    "post": Door("team.edit", "post", BOTH, company=True),
}


def things(cast: Any, now: datetime) -> dict[str, Any]:
    with acting_as(cast.admin):
        appointment = cast.technician.appointments.get()
        return {"appointment": appointment, "post": appointment.post}
