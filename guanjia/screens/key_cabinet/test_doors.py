"""Doors. The key cabinet."""

from guanjia.testing.doors import Door

DOORS = {
    "home": Door("registers.view"),
    "act": Door("registers.view", "key", "POST"),
}
