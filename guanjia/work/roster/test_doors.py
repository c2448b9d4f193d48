"""Doors. Who is on duty when."""

from guanjia.testing.doors import Door

DOORS = {
    "month": Door("cases.view"),
    "cell": Door("roster.edit", methods="POST"),
    "copy": Door("roster.edit", methods="POST"),
    "kinds": Door("roster.edit", methods="POST"),
    "export": Door("export.lists"),
    "on_duty": Door("cases.view"),
}
