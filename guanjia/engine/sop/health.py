"""Whether the procedures are whole."""

from collections.abc import Iterable

from guanjia.engine.health.findings import Finding
from guanjia.engine.health.folders import complete


def checks() -> Iterable[Finding]:
    yield complete("procedures", "procedure.py")
