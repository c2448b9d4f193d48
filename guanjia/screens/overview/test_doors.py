"""Doors. The overview: numbers, quality, technicians."""

from guanjia.testing.doors import Door

DOORS = {
    "overview": Door("overview.view"),
    "charts": Door("overview.view"),
    "records": Door("overview.view", more={"code": "response"}),
    "quality": Door("overview.view"),
    "technicians": Door("overview.view"),
    "firings": Door("overview.view"),
    "jobs": Door("system.check"),
}
