"""Colleagues are typed by name or login."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor
from guanjia.engine.register.lookups import Lookup, publish


def _find(typed: str, actor: Actor, estate: Any) -> list[Staff]:
    named = Q(name=typed) | Q(login=typed)
    return list(Staff.objects.visible_to(actor).filter(named, is_active=True)[:3])


publish("team.staff", Lookup(_find, hint=_("员工姓名")))
