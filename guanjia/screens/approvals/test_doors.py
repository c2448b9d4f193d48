"""Doors. What waits for somebody's yes."""

from guanjia.testing.doors import BOTH, Door

DOORS = {
    "phone": Door("cases.message", methods=BOTH),
    "desk": Door("cases.message", methods=BOTH),
}
