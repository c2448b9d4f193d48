"""Doors. The operations on cases."""

from guanjia.testing.doors import Operation

OPERATIONS = {
    "POST /cases": Operation("cases:write", "cases.register"),
    "GET /cases": Operation("cases:read", "cases.view"),
    "GET /cases/{pk}": Operation("cases:read", "cases.view", "case"),
    "GET /cases/{pk}/timeline": Operation("cases:read", "cases.view", "case"),
    "POST /cases/{pk}/messages": Operation("cases:write", "cases.message", "case"),
    "POST /cases/{pk}/steps/{code}": Operation("cases:write", "cases.view", "case"),
}
