"""Doors. The operations that look people up."""

from guanjia.testing.doors import Operation

OPERATIONS = {
    "GET /directory/search": Operation("directory:read", "directory.view"),
}
