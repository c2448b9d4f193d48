"""Doors. The manual."""

from guanjia.testing.doors import Door

DOORS = {
    "index": Door("cases.view"),
    "procedure": Door("cases.view", more={"code": "repair"}),
}
