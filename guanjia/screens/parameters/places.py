"""Where parameters are looked at: an estate, a branch or the whole company."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Branch, Estate
from guanjia.engine.access import EVERYWHERE
from guanjia.engine.params.values import Parameters


@dataclass(frozen=True)
class Place:
    """`code` is what the address says: `company`, `branch-3` or `estate-7`."""

    code: str
    label: str
    company_id: int
    branch: Any = None
    estate: Any = None

    @property
    def ids(self) -> dict[str, int | None]:
        """The place and those above it, by number."""
        branch_id = self.estate.branch_id if self.estate else getattr(self.branch, "pk", None)
        estate_id = getattr(self.estate, "pk", None)
        return {"company_id": self.company_id, "branch_id": branch_id, "estate_id": estate_id}

    def values(self, now: datetime) -> Parameters:
        return Parameters(**self.ids, now=now)

    @property
    def level(self) -> str:
        return self.code.partition("-")[0]


def places_of(actor: Any) -> list[Place]:
    """Every place this person may set parameters for, the widest first."""
    ours = actor.company_id
    found: list[Place] = []
    if actor.estate_ids is EVERYWHERE:
        found.append(Place("company", _("全公司"), ours))
        found += [
            Place(f"branch-{one.pk}", one.name, ours, branch=one)
            for one in Branch.objects.visible_to(actor).order_by("name")
        ]
    return found + [
        Place(f"estate-{one.pk}", one.name, ours, estate=one)
        for one in Estate.objects.visible_to(actor).order_by("name")
    ]


def place_at(places: list[Place], code: str) -> Place:
    """The place the address names, the first one without an address. Raises Http404."""
    chosen = next((one for one in places if one.code == code), None) if code else next(iter(places), None)
    if chosen is None:
        raise Http404
    return chosen
