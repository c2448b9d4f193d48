"""Making calendar and policy versions: the plain writing; `actions` adds who may and the audit."""

from datetime import datetime
from typing import Any

from guanjia.engine.clock import shipped
from guanjia.engine.clock.models import Calendar, CalendarVersion, ClockPolicy, PolicyVersion
from guanjia.engine.clock.rules import CalendarSpec
from guanjia.engine.clock.targets import Rule

ZONE = "Asia/Shanghai"


def new_calendar_version(
    calendar: Calendar, spec: CalendarSpec, *, now: datetime, by_id: Any = None
) -> CalendarVersion:
    """Write the next version and make it the current one. The caller holds the calendar's row."""
    last = calendar.versions.order_by("-number").first()
    version = CalendarVersion.objects.create(
        company_id=calendar.company_id,
        estate_id=calendar.estate_id,
        calendar=calendar,
        number=last.number + 1 if last else 1,
        zone=spec.zone,
        hours=spec.as_json(),
        published_at=now,
        by_id=by_id,
    )
    calendar.current = version
    calendar.save(update_fields=["current"])
    return version


def new_policy_version(
    policy: ClockPolicy, rules: list[Rule], *, now: datetime, by_id: Any = None
) -> PolicyVersion:
    last = policy.versions.order_by("-number").first()
    version = PolicyVersion.objects.create(
        company_id=policy.company_id,
        estate_id=policy.estate_id,
        clock_policy=policy,
        number=last.number + 1 if last else 1,
        rules=[rule.as_json() for rule in rules],
        published_at=now,
        by_id=by_id,
    )
    policy.current = version
    policy.save(update_fields=["current"])
    return version


def ensure_calendar(company_id: int, code: str, *, now: datetime) -> int:
    """The current version of a shipped calendar; the company gets its copy at first use."""
    ours = {"company_id": company_id, "branch_id": None, "estate_id": None, "code": code}
    Calendar.objects.bulk_create([Calendar(**ours, name=shipped.CALENDARS[code])], ignore_conflicts=True)
    calendar = Calendar.objects.select_for_update().get(**ours)
    if calendar.current_id is None:
        hours = shipped.shipped_hours(code, zone=ZONE, years=range(now.year - 1, now.year + 2))
        new_calendar_version(calendar, hours, now=now)
    assert calendar.current_id is not None
    return calendar.current_id


def ensure_policy(company_id: int, code: str, *, now: datetime) -> int:
    ours = {"company_id": company_id, "branch_id": None, "estate_id": None, "code": code}
    policy = shipped.POLICIES[code]
    ClockPolicy.objects.bulk_create([ClockPolicy(**ours, name=policy.name)], ignore_conflicts=True)
    row = ClockPolicy.objects.select_for_update().get(**ours)
    if row.current_id is None:
        new_policy_version(row, list(policy.rules), now=now)
    assert row.current_id is not None
    return row.current_id
