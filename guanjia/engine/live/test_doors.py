"""Doors. The stream of news, and who is there."""

from guanjia.testing.doors import ANYBODY, STAFF, Door

DOORS = {
    "stream": Door(ANYBODY),
    "presence": Door(STAFF, methods="POST"),
}
