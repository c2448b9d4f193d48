"""Doors. The import."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.imports.actions import receive_file
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.testing.uploads import workbook

DOORS = {
    "list": Door("import.view"),
    "new": Door("import.run", methods=BOTH),
    "export": Door("export.lists", "estate", "POST", part="estate"),
    "run": Door("import.view", "import"),
    "columns": Door("import.run", "import", BOTH),
    "progress": Door("import.view", "import"),
    "duplicates": Door("import.run", "import", "POST"),
    "start": Door("import.run", "import", "POST"),
    "again": Door("import.run", "import", "POST"),
    "cancel": Door("import.run", "import", "POST"),
    "undo": Door("import.run", "import", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    us = {"actor": cast.manager, "now": now, "estate": cast.estate}
    with acting_as(cast.manager):
        return {"import": receive_file(kind="owners", upload=workbook(), name="台账.xlsx", **us)}
