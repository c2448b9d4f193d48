"""Doors. The mail box, and what was sent."""

from guanjia.testing.doors import STAFF, Door

DOORS = {
    "mailbox": Door(STAFF),
    "log": Door("system.check"),
}
