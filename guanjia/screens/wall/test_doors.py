"""Doors. The screen on the wall."""

from guanjia.testing.doors import Door

DOORS = {
    "wall": Door("overview.view"),
}
