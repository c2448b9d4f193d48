"""What a parameter is worth at a place: the estate's own value, else its branch's, its company's, the
default."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from guanjia.engine.params import rules
from guanjia.engine.params.declared import declaration
from guanjia.engine.params.models import ParameterValue

LEVELS = ("estate", "branch", "company")

# Written out because every action asks it, and composing it took Django a millisecond each time.
_IN_FORCE = """
SELECT DISTINCT ON (key, branch_id, estate_id) *
  FROM params_parametervalue
 WHERE company_id = %(company)s AND since <= %(now)s
   AND (branch_id IS NULL OR branch_id = %(branch)s) AND (estate_id IS NULL OR estate_id = %(estate)s)
 ORDER BY key, branch_id, estate_id, since DESC, id DESC
"""


class Place(Protocol):
    """An estate."""

    pk: Any
    branch_id: int | None
    company_id: int


@dataclass(frozen=True)
class Found:
    """A value and where it comes from: estate, branch, company or default."""

    value: Any
    level: str
    row: ParameterValue | None = None


class Parameters:
    """All values in force at one place and moment, read by one statement. Keep it for one request, no
    longer."""

    def __init__(
        self, *, company_id: int, branch_id: int | None, estate_id: int | None, now: datetime
    ) -> None:
        asked = {"company": company_id, "branch": branch_id, "estate": estate_id, "now": now}
        rows = ParameterValue.objects.raw(_IN_FORCE, asked)
        self._rows = {(row.key, row.level): row for row in rows}

    @classmethod
    def of(cls, estate: Place, now: datetime) -> "Parameters":
        return cls(company_id=estate.company_id, branch_id=estate.branch_id, estate_id=estate.pk, now=now)

    def found(self, key: str) -> Found:
        """Raises KeyError when nothing declares the key."""
        parameter = declaration(key)
        for level in LEVELS:
            row = self._rows.get((key, level))
            if row is not None and row.value is not None:
                return Found(rules.load(parameter, row.value), level, row)
        return Found(parameter.default, "default")

    def value(self, key: str) -> Any:
        """As its kind says: Limit, int, bool, str or tuple of str. Raises KeyError."""
        return self.found(key).value


def value(key: str, *, estate: Place, now: datetime) -> Any:
    """One value at an estate. For several, keep a `Parameters.of(estate, now)`. Raises KeyError."""
    return Parameters.of(estate, now).value(key)
