"""Which calendars and policies are seen where, and from where they come."""

from dataclasses import dataclass
from typing import Any

from guanjia.engine.access import Actor
from guanjia.engine.clock.models import Calendar, ClockPolicy
from guanjia.screens.parameters.places import Place
from guanjia.screens.parameters.words import LEVELS


@dataclass(frozen=True)
class Row:
    """A calendar or policy as somebody sees it from a place; without a place, as it stands by itself."""

    standard: Any
    place: Place | None
    is_mine: bool

    @property
    def source(self) -> Any:
        return LEVELS[self.standard.level]

    @property
    def is_own(self) -> bool:
        return self.place is not None and self.standard.level == self.place.level

    @property
    def is_inherited(self) -> bool:
        return self.place is not None and not self.is_own


def rows(kind: type[Calendar] | type[ClockPolicy], *, actor: Actor, place: Place | None) -> list[Row]:
    """Everything the actor may see, or of each code what counts at the place."""
    seen = kind.objects.visible_to(actor)
    seen = seen.nearest(**place.ids) if place else seen.filter(current__isnull=False)
    seen = seen.select_related("current__by", "estate", "branch")
    return [Row(one, place, one.may_be_changed_by(actor)) for one in seen]


def counting(kind: type[Calendar] | type[ClockPolicy], code: str, *, actor: Actor, place: Place) -> Any:
    """What counts at the place under this code; None when nothing does."""
    found = kind.objects.visible_to(actor).nearest(**place.ids).filter(code=code)
    return found.select_related("current").first()


def context_of(standard: Calendar | ClockPolicy, *, actor: Actor) -> dict[str, Any]:
    """What the pages of a calendar and a policy have in common."""
    return {
        "is_mine": standard.may_be_changed_by(actor),
        "above": type(standard).objects.visible_to(actor).select_related("current").above(standard),
        "versions": standard.versions.select_related("by")[:10],
    }
