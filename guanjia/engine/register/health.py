"""Whether the registers are whole."""

from collections.abc import Iterable

from guanjia.engine.health.findings import Finding
from guanjia.engine.health.folders import complete


def checks() -> Iterable[Finding]:
    yield complete("registers", "models.py", "register.py", "migrations/0*.py")
