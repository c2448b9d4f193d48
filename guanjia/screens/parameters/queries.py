"""What the settings page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.params import rules
from guanjia.engine.params.declared import groups
from guanjia.engine.params.models import ParameterValue
from guanjia.engine.params.values import Found, Parameters
from guanjia.engine.sop.duration import Parameter
from guanjia.screens.parameters import words
from guanjia.screens.parameters.places import Place


@dataclass(frozen=True)
class Row:
    parameter: Parameter
    found: Found

    @property
    def label(self) -> str:
        return _(str(self.parameter.label))

    @property
    def value(self) -> str:
        return words.said(self.parameter, self.found.value)

    @property
    def default(self) -> str:
        return words.said(self.parameter, self.parameter.default)

    @property
    def own_words(self) -> bool:
        """Whether the value is the company's own text, which stays in the language it was written in."""
        return self.parameter.kind == "lines"

    @property
    def source(self) -> Any:
        return words.LEVELS[self.found.level]


@dataclass(frozen=True)
class Change:
    """One line of a parameter's history."""

    row: ParameterValue
    value: str
    place: str


def row_of(parameter: Parameter, values: Parameters) -> Row:
    return Row(parameter, values.found(parameter.key))


def cards(place: Place, *, words: str, now: datetime) -> list[tuple[str, list[Row], int]]:
    """Per procedure or app its parameters at a place, those whose label has the words, and how many were set there."""
    values = place.values(now)
    found = []
    for group in groups():
        rows = [row_of(one, values) for one in group.parameters]
        label = _(str(group.label))
        rows = [row for row in rows if words in row.label or words in label or words in row.parameter.key]
        if rows:
            found.append((label, rows, sum(row.found.level == place.level for row in rows)))
    return found


def history(actor: Actor, parameter: Parameter) -> list[Change]:
    """Every value ever set, at any place this person may see, newest first."""
    rows = ParameterValue.objects.visible_to(actor).filter(key=parameter.key)
    rows = rows.select_related("estate", "branch", "by").order_by("-since", "-pk")[:100]
    return [Change(row, _said(parameter, row.value), _place(row)) for row in rows]


def _said(parameter: Parameter, value: Any) -> str:
    return words.said(parameter, None if value is None else rules.load(parameter, value))


def _place(row: ParameterValue) -> str:
    return str(row.estate or row.branch or _("全公司"))
