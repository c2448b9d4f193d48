"""Doors. The parcel shelf."""

from guanjia.testing.doors import Door

DOORS = {
    "home": Door("registers.view"),
    "homes": Door("registers.view"),
    "arrive": Door("registers.view", methods="POST"),
    "hand_out": Door("registers.view", methods="POST"),
    "told": Door("registers.view", methods="POST"),
}
