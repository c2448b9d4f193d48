"""What stands on the page of a case besides the case. An app that has something there brings a `case_panel.py` with
`publish(Panel(…))`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.module_loading import autodiscover_modules

from guanjia.engine.access import Actor
from guanjia.work.cases.models import Case

Drawn = Mapping[str, Any]


@dataclass(frozen=True)
class Panel:
    """A card for the cases of one procedure.

    of: (case, actor) → what its template shows, None when there is nothing yet; two statements at most.
    """

    procedure: str
    template: str
    of: Callable[[Case, Actor], Drawn | None]


_published: list[Panel] = []


def publish(panel: Panel) -> Panel:
    """Make a panel known."""
    _published.append(panel)
    return panel


def panels_of(case: Case, actor: Actor) -> list[tuple[str, Drawn]]:
    """(template, what it shows) of the panels that have something for this case."""
    _discover()
    ours = [one for one in _published if one.procedure == case.procedure]
    return [(one.template, drawn) for one in ours if (drawn := one.of(case, actor)) is not None]


@cache
def _discover() -> None:
    autodiscover_modules("case_panel")
