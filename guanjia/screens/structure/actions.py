"""Opening an estate in one go: its buildings, departments, and the settings of a sister estate."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places import actions as places
from guanjia.directory.places.models import Branch, Estate, Unit, Zone
from guanjia.directory.places.rules import Block
from guanjia.directory.team.posts import save_department
from guanjia.engine.access import Actor
from guanjia.engine.access.once import once
from guanjia.engine.clock.actions import create_calendar, create_policy
from guanjia.engine.clock.models import Calendar, ClockPolicy
from guanjia.engine.params.actions import set_parameter
from guanjia.engine.params.models import ParameterValue


@transaction.atomic
def open_estate(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    branch: Branch | None = None,
    address: str = "",
    hotline: str = "",
    handed_over_on: date | None = None,
    blocks: Sequence[Block] = (),
    departments: Iterable[tuple[str, str]] = (),
    like: Estate | None = None,
    key: str = "",
) -> Estate:
    """An estate ready for work, or nothing at all. `departments`: (code, name). `like`: whose calendars, policies and
    parameters it starts with. Raises Refused with the field at fault."""

    def make() -> Estate:
        estate = places.create_estate(
            actor=actor, now=now, code=code, name=name, branch=branch, address=address, hotline=hotline,
            handed_over_on=handed_over_on,
        )  # fmt: skip
        if blocks:
            places.lay_out(actor=actor, now=now, estate=estate, blocks=blocks, handed_over_on=handed_over_on)
        for each, label in departments:
            save_department(actor=actor, now=now, code=each, name=label, estate=estate)
        if like:
            _copy_settings(like, estate, actor=actor, now=now)
        return estate

    return once(Estate, key=key, verb="estate.open", actor=actor, now=now, make=make)


def _copy_settings(like: Estate, estate: Estate, *, actor: Actor, now: datetime) -> None:
    """What the sister estate has of its own; what both inherit needs no copy."""
    own: dict[str, Any] = {"estate": like, "current__isnull": False}
    for calendar in Calendar.objects.visible_to(actor).filter(**own).select_related("current"):
        create_calendar(
            actor=actor, now=now, code=calendar.code, name=calendar.name, spec=calendar.current.spec,
            estate=estate,
        )  # fmt: skip
    for policy in ClockPolicy.objects.visible_to(actor).filter(**own).select_related("current"):
        create_policy(
            actor=actor, now=now, code=policy.code, name=policy.name, rules=policy.current.parsed,
            estate=estate,
        )  # fmt: skip
    values = ParameterValue.objects.visible_to(actor).filter(estate=like).in_force(now)
    for row in values:
        if row.value is not None:
            set_parameter(
                actor=actor, now=now, name=row.key, value=row.value, estate=estate,
                reason=_("开项目时照搬“%(estate)s”") % {"estate": like.name},
            )  # fmt: skip


@transaction.atomic
def save_zone(
    *,
    actor: Actor,
    now: datetime,
    estate: Estate,
    zone: Zone | None,
    name: str,
    butler: Any,
    take: Iterable[Unit] = (),
    give_up: Iterable[Unit] = (),
    key: str = "",
) -> Zone:
    """Name, butler and units of a zone from one form."""
    if zone is None:
        zone = places.create_zone(actor=actor, now=now, estate=estate, name=name, butler=butler, key=key)
    else:
        if name.strip() != zone.name:
            places.rename_zone(actor=actor, now=now, zone=zone, name=name)
        places.appoint_butler(actor=actor, now=now, zone=zone, butler=butler)
    places.assign_zone(actor=actor, now=now, zone=None, units=give_up)
    places.assign_zone(actor=actor, now=now, zone=zone, units=take)
    return zone
