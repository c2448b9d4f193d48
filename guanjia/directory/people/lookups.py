"""Customers are typed by name or phone."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Customer
from guanjia.engine.access import Actor
from guanjia.engine.register.lookups import Lookup, publish


def _find(typed: str, actor: Actor, estate: Any) -> list[Customer]:
    named = Q(name=typed) | Q(phones__number=typed, phones__retired_at=None)
    rows = Customer.objects.visible_to(actor).filter(named, retired_at=None, estate_ids__contains=[estate.pk])
    return list(rows.distinct()[:3])


publish("people.customer", Lookup(_find, hint=_("姓名或电话")))
