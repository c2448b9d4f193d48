"""Doors. The technician's phone."""

from guanjia.testing.doors import ANYBODY, BOTH, Door

DOORS = {
    "report": Door("cases.register", methods=BOTH),
    "send_report": Door("cases.register", methods="POST"),
    "home": Door("cases.view"),
    "pool": Door("orders.work"),
    "done": Door("orders.work"),
    "order": Door("cases.view", "order"),
    "number": Door("orders.work", "order", "POST"),
    "act": Door("orders.work dispatch.reassign", "order", "POST", more={"verb": "resume"}),
    "photo": Door("cases.view", "photo"),
    "zone": Door("cases.view"),
    "household": Door("directory.view", "unit"),
    "offline": Door(ANYBODY),
    "worker": Door(ANYBODY),
    "manifest": Door(ANYBODY),
}
