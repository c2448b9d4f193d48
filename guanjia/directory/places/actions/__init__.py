"""Setting up and changing the company, branches, estates, buildings, units and butler zones."""

from guanjia.directory.places.actions.buildings import create_building, rename_building
from guanjia.directory.places.actions.estates import (
    create_branch,
    create_estate,
    edit_estate,
    rename_branch,
    rename_company,
    rename_estate,
)
from guanjia.directory.places.actions.layout import lay_out
from guanjia.directory.places.actions.units import create_unit, edit_unit, retire_unit, set_unit_status
from guanjia.directory.places.actions.zones import (
    appoint_butler,
    assign_zone,
    create_zone,
    rename_zone,
)

__all__ = [
    "appoint_butler",
    "assign_zone",
    "create_branch",
    "create_building",
    "create_estate",
    "create_unit",
    "create_zone",
    "edit_estate",
    "edit_unit",
    "lay_out",
    "rename_branch",
    "rename_building",
    "rename_company",
    "rename_estate",
    "rename_zone",
    "retire_unit",
    "set_unit_status",
]
