"""Doors. The link by which a resident answers."""

from guanjia.testing.doors import ANYBODY, BOTH, Door

DOORS = {
    "answer": Door(ANYBODY, "link", BOTH, part="token"),
}
