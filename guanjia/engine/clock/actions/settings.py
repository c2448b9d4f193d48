"""Calendars and policies: a change is a new version, and who made it is on record."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import EVERYWHERE, Actor, require
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
from guanjia.kernel.errors import Forbidden, Refused, Stale

EDIT = "calendars.edit"


def refuse_others_places(actor: Actor, *, estate: Any = None, branch: Any = None) -> None:
    """Raises Forbidden unless the actor answers for all of the estate, the branch or (neither) the company."""
    place = estate or branch
    if place is not None and place.company_id != actor.company_id:
        raise Forbidden(_("这个项目或区域不属于您的公司"))
    if estate is not None and estate.pk not in actor.estate_ids:
        raise Forbidden(_("您不负责这个项目，不能改它的时限和日历"))
    if estate is None and actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("区域和公司的时限和日历由负责全部项目的人修改"))


@transaction.atomic
def ensure_shipped(*, company_id: int, now: datetime) -> None:
    """Give a company its own copies of the shipped calendars and policies. Harmless when repeated."""
    for code in shipped.CALENDARS:
        ensure_calendar(company_id, code, now=now)
    for code in shipped.POLICIES:
        ensure_policy(company_id, code, now=now)


@transaction.atomic
def create_calendar(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    spec: CalendarSpec,
    estate: Any = None,
    branch: Any = None,
) -> Calendar:
    """A further calendar, or (same code, at an estate or a branch) one that counts there before the wider ones."""
    require(actor, EDIT)
    refuse_others_places(actor, estate=estate, branch=branch)
    place = {"company_id": actor.company_id, "branch": branch, "estate": estate}
    calendar = Calendar.objects.select_for_update().filter(**place, code=code).first()
    if calendar and calendar.current_id:
        raise Refused(_("这个范围内已有代码为“%(code)s”的日历") % {"code": code}, field="code")
    calendar = _named(calendar or Calendar(**place, code=code), name)
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
    refuse_others_places(actor, estate=calendar.estate, branch=calendar.branch)
    before = calendar.versions.order_by("-number").first()
    if before and before.number != seen:
        raise Stale(_("这个日历刚被别人改过（现为第%(number)s版），请刷新后再改") % {"number": before.number})
    if name and name != calendar.name:
        _named(calendar, name)
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
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    rules: list[Rule],
    estate: Any = None,
    branch: Any = None,
) -> ClockPolicy:
    """A further policy, or (same code, at an estate or a branch) one that counts there before the wider ones."""
    require(actor, EDIT)
    refuse_others_places(actor, estate=estate, branch=branch)
    place = {"company_id": actor.company_id, "branch": branch, "estate": estate}
    policy = ClockPolicy.objects.select_for_update().filter(**place, code=code).first()
    if policy and policy.current_id:
        raise Refused(_("这个范围内已有代码为“%(code)s”的时限标准") % {"code": code}, field="code")
    policy = _named(policy or ClockPolicy(**place, code=code), name)
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
    refuse_others_places(actor, estate=policy.estate, branch=policy.branch)
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


@transaction.atomic
def withdraw_standard(*, actor: Actor, now: datetime, standard: Calendar | ClockPolicy) -> None:
    """An estate or a branch goes by what is above it again. Versions and running clocks stay as they are."""
    require(actor, EDIT)
    kind: Any = type(standard)
    standard = kind.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=standard.pk)
    refuse_others_places(actor, estate=standard.estate, branch=standard.branch)
    if kind.objects.above(standard) is None:
        raise Refused(_("上级没有代码为“%(code)s”的设置，不能改为沿用") % {"code": standard.code})
    before = standard.current
    standard.current = None
    standard.save(update_fields=["current"])
    verb = f"clock.{'calendar' if isinstance(standard, Calendar) else 'policy'}.withdraw"
    record(actor=actor, now=now, verb=verb, of=standard, before={"version": before.number if before else 0})


def _named[S: (Calendar, ClockPolicy)](standard: S, name: str) -> S:
    standard.name = name
    standard.save()
    return standard
