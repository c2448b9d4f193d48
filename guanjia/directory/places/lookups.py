"""Homes are typed as people say them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Unit
from guanjia.directory.places.queries import units_named
from guanjia.engine.access import Actor
from guanjia.engine.register.lookups import Lookup, publish


def _find(typed: str, actor: Actor, estate: Any) -> list[Unit]:
    return units_named(typed, actor=actor, estate=estate)[:1]


publish("places.unit", Lookup(_find, said=lambda unit: unit.spoken_address, hint=_("如 3-2-1501")))
