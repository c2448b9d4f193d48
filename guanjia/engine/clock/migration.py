"""What a newer policy or calendar version would mean for an open clock."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from guanjia.engine.clock.binding import Standing, standing_in
from guanjia.engine.clock.fold import RETARGET, START, Fact, Reading, apply
from guanjia.engine.clock.models import CalendarVersion, Clock, ClockEvent, PolicyVersion
from guanjia.engine.clock.store import Bound, reading_of, rules, table, target
from guanjia.engine.clock.targets import target_for


@dataclass(frozen=True)
class Aim:
    """The version that open clocks shall go by: of a policy, or of a calendar."""

    policy: PolicyVersion | None = None
    calendar: CalendarVersion | None = None

    @property
    def left_behind(self) -> Q:
        """Open clocks that go by another version of the same policy or calendar."""
        if self.policy:
            mine = Q(policy_version__clock_policy=self.policy.clock_policy_id) & ~Q(
                policy_version=self.policy
            )
        else:
            assert self.calendar is not None
            same = self.calendar.calendar_id
            mine = Q(calendar_version__calendar_id=same) & ~Q(calendar_version=self.calendar)
            mine |= Q(workdays_version__calendar_id=same) & ~Q(workdays_version=self.calendar)
        return mine & Q(ended_at=None)

    def bindings(self, clocks: Iterable[Clock], *, now: datetime) -> dict[int, Bound]:
        """Clock id → what it would go by; clocks for which nothing changes are left out."""
        clocks = list(clocks)
        if self.policy:
            bound = self._by_policy(self.policy, clocks, now)
        else:
            assert self.calendar is not None
            bound = {clock.pk: self._by_calendar(self.calendar, clock) for clock in clocks}
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

    def _by_calendar(self, version: CalendarVersion, clock: Clock) -> Bound:
        said = target(clock.target_id)
        family = set(
            CalendarVersion.objects.filter(calendar_id=version.calendar_id).values_list("pk", flat=True)
        )
        calendar = version.pk if clock.calendar_version_id in family else clock.calendar_version_id
        workdays = version.pk if clock.workdays_version_id in family else clock.workdays_version_id
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
