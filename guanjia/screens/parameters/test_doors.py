"""Doors. Parameters."""

from guanjia.testing.doors import BOTH, Door

DOORS = {
    "list": Door("parameters.edit"),
    "copy": Door("parameters.edit", methods=BOTH),
    "parameter": Door("parameters.edit", methods=BOTH, more={"name": "repair.quoting"}),
}
