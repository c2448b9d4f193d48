"""Gathers what the apps' `test_doors.py` bring: the doors of the house, and one thing of every kind behind them."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from guanjia.config import discovery
from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.indexing import index_units
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.clock.actions import ensure_shipped
from guanjia.testing.cast import Cast
from guanjia.testing.doors import ANYBODY, Door, Operation

# Words that no stranger may read.
SECRETS = ("王阿姨", "13905710001", "厨房水管漏水", "物业费怎么交")
# The pages that the API has for itself; no app of the house serves them.
PAGES_OF_THE_API = {name: Door(ANYBODY) for name in ("api:openapi-json", "api:openapi-view", "api:api-root")}


@dataclass
class World:
    """`things` by the names that doors use."""

    cast: Cast
    things: dict[str, Any]


def doors() -> dict[str, Door]:
    """By the full names of the addresses (`board:give`)."""
    found = dict(PAGES_OF_THE_API)
    for module in _brought("DOORS"):
        space = import_module(f"{module.__package__}.urls").app_name
        found |= {f"{space}:{name}": door for name, door in module.DOORS.items()}
    return found


def operations() -> dict[str, Operation]:
    """By method and path (`GET /orders`)."""
    return {
        name: operation for module in _brought("OPERATIONS") for name, operation in module.OPERATIONS.items()
    }


def build(cast: Cast, *, now: datetime) -> World:
    """One thing of every kind, made by the cast with real actions, app by app."""
    with acting_as(system(None)):
        ensure_shipped(company_id=cast.company.pk, now=now)
        index_customers([cast.owner.pk])
        index_units([cast.unit])
    things = {
        "estate": cast.estate, "customer": cast.owner, "unit": cast.unit, "staff": cast.technician,
        "department": cast.engineering, "building": cast.building, "zone": cast.zone, "firm": cast.company,
    }  # fmt: skip
    for module in _brought("things"):
        made = module.things(cast, now)
        assert not made.keys() & things.keys(), (
            f"{module.__name__} makes again: {made.keys() & things.keys()}"
        )
        things |= made
    return World(cast, things)


def _brought(what: str) -> list[Any]:
    return [module for module in discovery.modules("test_doors") if hasattr(module, what)]
