"""What a newer policy or calendar version would mean for an open clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from guanjia.engine.clock.binding import Standing, standing_in
from guanjia.engine.clock.fold import RETARGET, START, Fact, Reading, apply
from guanjia.engine.clock.models import (
    Calendar,
    CalendarVersion,
    Clock,
    ClockEvent,
    ClockPolicy,
    PolicyVersion,
)
from guanjia.engine.clock.store import Bound, reading_of, rules, table, target
from guanjia.engine.clock.targets import target_for


@dataclass(frozen=True)
class Aim:
    """The version that open clocks shall go by: of a policy, or of a calendar."""

    policy: PolicyVersion | None = None
    calendar: CalendarVersion | None = None

    @property
    def standard(self) -> ClockPolicy | Calendar:
        if self.policy:
            return self.policy.clock_policy
        assert self.calendar is not None
        return self.calendar.calendar

    @property
    def left_behind(self) -> Q:
        """Open clocks for which this policy or calendar counts and that go by another version of that code."""
        if self.policy:
            mine = Q(policy_version__in=self._others(PolicyVersion, "clock_policy"))
        else:
            others = self._others(CalendarVersion, "calendar")
            mine = Q(calendar_version__in=others) | Q(workdays_version__in=others)
        return mine & self.standard.governs() & Q(ended_at=None)

    def _others(self, kind: type[PolicyVersion] | type[CalendarVersion], owner: str) -> QuerySet[Any]:
        """All other versions of the code, also those of wider and narrower places."""
        standard, mine = self.standard, self.policy or self.calendar
        assert mine is not None
        family = {f"{owner}__company_id": standard.company_id, f"{owner}__code": standard.code}
        return kind.objects.filter(**family).exclude(pk=mine.pk)

    def bindings(self, clocks: Iterable[Clock], *, now: datetime) -> dict[int, Bound]:
        """Clock id → what it would go by; clocks for which nothing changes are left out."""
        clocks = list(clocks)
        if self.policy:
            bound = self._by_policy(self.policy, clocks, now)
        else:
            assert self.calendar is not None
            others = set(self._others(CalendarVersion, "calendar").values_list("pk", flat=True))
            bound = {clock.pk: _by_calendar(self.calendar, clock, others) for clock in clocks}
        return {clock.pk: bound[clock.pk] for clock in clocks if clock.pk in bound}

    def _by_policy(self, version: PolicyVersion, clocks: list[Clock], now: datetime) -> dict[int, Bound]:
        facts = facts_behind(clocks)
        standing: dict[int, Standing] = {}
        found = {}
        for clock in clocks:
            wanted = target_for(rules(version.pk), facts.get(clock.pk, {}), clock.metric)
            if wanted is None:
                continue
            if clock.estate_id not in standing:
                standing[clock.estate_id] = standing_in(clock.company_id, clock.estate_id, now=now)
            bound = standing[clock.estate_id].bind(wanted)
            found[clock.pk] = replace(bound, policy=version.pk, facts=facts.get(clock.pk, {}))
        return found


def _by_calendar(version: CalendarVersion, clock: Clock, others: Collection[int]) -> Bound:
    said = target(clock.target_id)
    calendar = version.pk if clock.calendar_version_id in others else clock.calendar_version_id
    workdays = version.pk if clock.workdays_version_id in others else clock.workdays_version_id
    before, after = table(clock.calendar_version_id).day_seconds, table(calendar).day_seconds
    # What was agreed with the customer beyond the target stays as it is.
    seconds = clock.target_seconds + said.workdays * (after - before)
    return Bound(clock.company_id, said, seconds, calendar, workdays, clock.policy_version_id)


def facts_behind(clocks: Iterable[Clock]) -> dict[int, dict[str, Any]]:
    """Clock id → the facts by which its policy was last applied."""
    events = ClockEvent.objects.filter(
        clock__in=[clock.pk for clock in clocks], kind__in=(START, RETARGET), data__has_key="facts"
    ).order_by("id")
    return {event.clock_id: event.data["facts"] for event in events}


@dataclass(frozen=True)
class Preview:
    """One clock as it is and as it would be."""

    clock: Clock
    before: Reading
    after: Reading
    now: datetime

    @property
    def due_before(self) -> datetime | None:
        return self.before.due_at

    @property
    def due_after(self) -> datetime | None:
        return self.after.due_at

    @property
    def is_late_after(self) -> bool:
        return self.after.due_at is not None and self.after.due_at <= self.now


def previews(bindings: dict[int, Bound], clocks: Iterable[Clock], *, now: datetime) -> list[Preview]:
    """The clocks under their new bindings, without writing anything."""
    found = []
    for clock in clocks:
        if clock.pk in bindings:
            before = reading_of(clock)
            at = max(now, before.changed_at)
            after = apply(before, Fact(RETARGET, at, terms=bindings[clock.pk].terms))
            found.append(Preview(clock, before, after, now))
    return found
