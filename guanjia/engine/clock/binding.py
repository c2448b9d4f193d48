"""Which calendars and policy apply at a subject: one statement says what stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from guanjia.engine.clock import shipped, together
from guanjia.engine.clock.publishing import ensure_calendar, ensure_policy
from guanjia.engine.clock.rules import ALWAYS, whole
from guanjia.engine.clock.store import Bound, rules, table
from guanjia.engine.clock.targets import CUSTOMERS_OWN, WORKDAYS, Agreed, Target, target_for
from guanjia.kernel.errors import Refused

_STANDING = """
WITH above AS (SELECT branch_id FROM places_estate WHERE id = %(estate)s)
SELECT 'calendar', code, (estate_id IS NOT NULL)::int * 2 + (branch_id IS NOT NULL)::int, current_id, NULL::timestamptz
  FROM clock_calendar WHERE company_id = %(company)s AND current_id IS NOT NULL
   AND (estate_id = %(estate)s OR estate_id IS NULL AND (branch_id IS NULL OR branch_id = (TABLE above)))
UNION ALL
SELECT 'policy', code, (estate_id IS NOT NULL)::int * 2 + (branch_id IS NOT NULL)::int, current_id, NULL
  FROM clock_clockpolicy WHERE company_id = %(company)s AND current_id IS NOT NULL
   AND (estate_id = %(estate)s OR estate_id IS NULL AND (branch_id IS NULL OR branch_id = (TABLE above)))
UNION ALL
SELECT 'clock', metric || ' ' || cycle || ' ' || detail, 0, id, CASE WHEN ended_at IS NULL THEN due_at END
  FROM clock_clock WHERE subject_type = %(type)s AND subject_id = %(id)s
"""


@dataclass
class Standing:
    """Versions in force at an estate (its own, else its branch's, else the company's), and a subject's clocks."""

    company_id: int
    now: datetime
    calendars: dict[str, int] = field(default_factory=dict)
    policies: dict[str, int] = field(default_factory=dict)
    clocks: dict[str, int] = field(default_factory=dict)
    due: list[datetime] = field(default_factory=list)
    targets: dict[Target, int] = field(default_factory=dict)

    def calendar(self, code: str) -> int:
        """Version of the calendar; a shipped one is made at first use. Raises Refused for an unknown code."""
        if code not in self.calendars:
            if code not in shipped.CALENDARS:
                raise Refused(_("没有代码为“%(code)s”的日历，请先在“设置 › 时限”中添加") % {"code": code})
            self.calendars[code] = ensure_calendar(self.company_id, code, now=self.now)
        return self.calendars[code]

    def policy(self, code: str) -> int:
        if code not in self.policies:
            if code not in shipped.POLICIES:
                raise Refused(_("没有代码为“%(code)s”的时限标准，请先在“设置 › 时限”中添加") % {"code": code})
            self.policies[code] = ensure_policy(self.company_id, code, now=self.now)
        return self.policies[code]

    def bind(self, target: Target) -> Bound:
        """Bind a target to the calendar versions of this place."""
        calendar = self.calendar(target.calendar) if target.calendar else None
        workdays = self.calendar(WORKDAYS) if target.needs_workdays else None
        seconds = target.seconds + target.workdays * table(calendar).day_seconds
        return Bound(self.company_id, target, seconds, calendar, workdays, met=self.targets)

    def bind_by_policy(
        self,
        policy: str,
        facts: Mapping[str, Any],
        metric: str,
        *,
        agreed: Agreed | None = None,
        at: datetime | None = None,
        used: int = 0,
    ) -> Bound | None:
        """What the policy says for the metric under these facts; None when it says nothing.

        With `agreed` the ladder is the policy's and the time the agreed one; `used` seconds had gone by `at`.
        """
        version = self.policy(policy)
        target = target_for(rules(version), facts, metric)
        if target is None:
            return None
        if agreed:
            return self.bind_agreed(target, agreed, at=at or self.now, used=used)
        return replace(self.bind(target), policy=version, facts=dict(facts))

    def bind_agreed(self, target: Target, agreed: Agreed, *, at: datetime, used: int = 0) -> Bound:
        """A time agreed with the customer in place of the target's; no later policy version moves it."""
        if agreed.is_start:
            bound = self.bind(target)
            waiting = table(bound.calendar).between(whole(at), whole(agreed.at))
            return replace(bound, seconds=used + waiting + bound.seconds)
        pauses = tuple(reason for reason in target.pauses if reason in CUSTOMERS_OWN)
        seconds = used + ALWAYS.between(at, agreed.at)
        return replace(self.bind(replace(target, pauses=pauses)), seconds=max(1, seconds), calendar=None)


def standing_at(subject: Any, *, now: datetime) -> Standing:
    """What stands at a subject (anything with pk, company_id, estate_id), clocks that still wait included."""
    if (waiting := together.of(subject)) and waiting.standing:
        return waiting.standing
    return _standing(subject.company_id, subject.estate_id, subject._meta.label_lower, subject.pk, now)


def standing_in(company_id: int, estate_id: int, *, now: datetime) -> Standing:
    """The versions in force at an estate, without a subject."""
    return _standing(company_id, estate_id, "", 0, now)


def _standing(company_id: int, estate_id: int, kind: str, pk: int, now: datetime) -> Standing:
    standing = Standing(company_id, now)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"company": company_id, "estate": estate_id, "type": kind, "id": pk})
        found = cursor.fetchall()
    # The nearest is read last and stays.
    for what, name, _near, row_id, due_at in sorted(found, key=lambda row: row[2]):
        if what == "clock":
            standing.clocks[name] = row_id
            standing.due += [due_at] if due_at else []
        else:
            (standing.calendars if what == "calendar" else standing.policies)[name] = row_id
    return standing


def slot(metric: str, cycle: int, detail: str) -> str:
    """The name under which a clock is found in `Standing.clocks`."""
    return f"{metric} {cycle} {detail}"
