"""Doors. The monthly report."""

from guanjia.testing.doors import Door

DOORS = {
    "report": Door("overview.view"),
    "print": Door("overview.view"),
    "export": Door("export.lists"),
}
