"""Calendars and policies: a change is a new version, and who made it is on record."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import record
from guanjia.engine.clock import shipped
from guanjia.engine.clock.models import Calendar, CalendarVersion, ClockPolicy, PolicyVersion
from guanjia.engine.clock.publishing import (
    ensure_calendar,
    ensure_policy,
    new_calendar_version,
    new_policy_version,
)
from guanjia.engine.clock.rules import CalendarSpec
from guanjia.engine.clock.targets import Rule
from guanjia.kernel.errors import Refused, Stale

EDIT = "calendars.edit"


@transaction.atomic
def ensure_shipped(*, company_id: int, now: datetime) -> None:
    """Give a company its own copies of the shipped calendars and policies. Harmless when repeated."""
    for code in shipped.CALENDARS:
        ensure_calendar(company_id, code, now=now)
    for code in shipped.POLICIES:
        ensure_policy(company_id, code, now=now)


@transaction.atomic
def create_calendar(
    *, actor: Actor, now: datetime, code: str, name: str, spec: CalendarSpec, estate: Any = None
) -> Calendar:
    """A further calendar, or (same code, with an estate) one that replaces the company's there."""
    require(actor, EDIT)
    if Calendar.objects.filter(company_id=actor.company_id, estate=estate, code=code).exists():
        raise Refused(_("这个范围内已有代码为“%(code)s”的日历") % {"code": code}, field="code")
    calendar = Calendar.objects.create(company_id=actor.company_id, estate=estate, code=code, name=name)
    new_calendar_version(calendar, spec, now=now, by_id=actor.pk)
    record(actor=actor, now=now, verb="clock.calendar.create", of=calendar, after=spec.as_json())
    return calendar


@transaction.atomic
def publish_calendar(
    *, actor: Actor, now: datetime, calendar: Calendar, spec: CalendarSpec, seen: int, name: str = ""
) -> CalendarVersion:
    """Save changed hours as the next version. `seen` is the version number the person was looking at."""
    require(actor, EDIT)
    calendar = Calendar.objects.visible_to(actor).select_for_update().get(pk=calendar.pk)
    before = calendar.versions.order_by("-number").first()
    if before and before.number != seen:
        raise Stale(_("这个日历刚被别人改过（现为第%(number)s版），请刷新后再改") % {"number": before.number})
    if name and name != calendar.name:
        calendar.name = name
        calendar.save(update_fields=["name"])
    version = new_calendar_version(calendar, spec, now=now, by_id=actor.pk)
    record(
        actor=actor,
        now=now,
        verb="clock.calendar.publish",
        of=calendar,
        before=before.hours if before else {},
        after=version.hours,
    )
    return version


@transaction.atomic
def create_policy(
    *, actor: Actor, now: datetime, code: str, name: str, rules: list[Rule], estate: Any = None
) -> ClockPolicy:
    """A further policy, or (same code, with an estate) one that replaces the company's there."""
    require(actor, EDIT)
    if ClockPolicy.objects.filter(company_id=actor.company_id, estate=estate, code=code).exists():
        raise Refused(_("这个范围内已有代码为“%(code)s”的时限标准") % {"code": code}, field="code")
    policy = ClockPolicy.objects.create(company_id=actor.company_id, estate=estate, code=code, name=name)
    version = new_policy_version(policy, rules, now=now, by_id=actor.pk)
    record(actor=actor, now=now, verb="clock.policy.create", of=policy, after={"rules": version.rules})
    return policy


@transaction.atomic
def publish_policy(
    *, actor: Actor, now: datetime, policy: ClockPolicy, rules: list[Rule], seen: int
) -> PolicyVersion:
    """Save changed rules as the next version. Open clocks stay with theirs until they are migrated."""
    require(actor, EDIT)
    policy = ClockPolicy.objects.visible_to(actor).select_for_update().get(pk=policy.pk)
    before = policy.versions.order_by("-number").first()
    if before and before.number != seen:
        raise Stale(
            _("这个时限标准刚被别人改过（现为第%(number)s版），请刷新后再改") % {"number": before.number}
        )
    version = new_policy_version(policy, rules, now=now, by_id=actor.pk)
    record(
        actor=actor,
        now=now,
        verb="clock.policy.publish",
        of=policy,
        before={"rules": before.rules if before else []},
        after={"rules": version.rules},
    )
    return version
