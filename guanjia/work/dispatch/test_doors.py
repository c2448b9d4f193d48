"""Doors. The operations on work orders."""

from guanjia.testing.doors import Operation

OPERATIONS = {
    "GET /orders": Operation("cases:read", "cases.view"),
    "GET /orders/{pk}": Operation("cases:read", "cases.view", "order"),
    "POST /orders": Operation("orders:write", "dispatch.assign"),
    "POST /orders/{pk}/assign": Operation("orders:write", "dispatch.assign", "order"),
    "POST /orders/{pk}/accept": Operation("orders:write", "orders.work", "order"),
    "POST /orders/{pk}/arrive": Operation("orders:write", "orders.work", "order"),
    "POST /orders/{pk}/photos": Operation("orders:write", "orders.work", "order"),
    "POST /orders/{pk}/complete": Operation("orders:write", "orders.work", "order"),
}
