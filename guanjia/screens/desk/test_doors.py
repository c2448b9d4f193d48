"""Doors. Workbench, customers, homes, incidents."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, STAFF, Door
from guanjia.work.cases import actions as cases

DOORS = {
    "bench": Door(STAFF),
    "home": Door(STAFF),
    "search": Door("search.use", query="q=1390571"),
    "mine": Door("search.use"),
    "picks": Door("search.use", query="q=1390571"),
    "caller": Door("search.use"),
    "intake": Door("search.use"),
    "hints": Door("search.use", methods="POST"),
    "articles": Door("knowledge.use"),
    "register": Door("search.use", methods="POST"),
    "again": Door("search.use", "case", "POST"),
    "answer": Door("search.use", methods="POST"),
    "customers": Door("directory.view"),
    "new_customer": Door("customers.edit", methods=BOTH),
    "customer": Door("directory.view", "customer"),
    "edit_customer": Door("customers.edit", "customer", BOTH),
    "phones": Door("customers.edit", "customer", BOTH),
    "homes": Door("customers.edit", "customer", BOTH),
    "merge_customer": Door("customers.edit", "customer", BOTH),
    "unmerge_customer": Door("customers.edit", "customer", "POST"),
    "reveal": Door("phones.reveal", "phone", "POST"),
    "retire_phone": Door("customers.edit", "phone", "POST"),
    "end_home": Door("customers.edit", "home", BOTH),
    "units": Door("directory.view"),
    "unit": Door("directory.view", "unit"),
    "edit_unit": Door("directory.edit", "unit", BOTH),
    "incidents": Door("cases.view"),
    "new_incident": Door("incidents.publish", methods=BOTH),
    "incident": Door("cases.view", "incident"),
    "end_incident": Door("incidents.publish", "incident", "POST"),
    "reveals": Door("reveals.view"),
    "reveals_of": Door("reveals.view", "customer"),
    "tenants": Door("directory.view"),
    "tenant_months": Door("directory.view"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    us = {"actor": cast.supervisor, "now": now}
    with acting_as(cast.supervisor):
        incident = cases.open_incident(
            estate=cast.estate,
            title="3栋停水",
            topic="water",
            say="预计六点恢复",
            buildings=[cast.building],
            **us,
        )
    with acting_as(cast.admin):
        return {"incident": incident, "phone": cast.owner.phones.get(), "home": cast.owner.occupancies.get()}
