"""Reads for screens and reports: countdowns, previews, paused time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from guanjia.engine.access.actor import Actor, spoken
from guanjia.engine.clock import shipped
from guanjia.engine.clock.binding import standing_at
from guanjia.engine.clock.fold import CANCEL, MEET, MISS, PAUSE, RESUME, Reading
from guanjia.engine.clock.migration import Aim, Preview, previews
from guanjia.engine.clock.models import Clock, ClockEvent, Timer
from guanjia.engine.clock.rules import CalendarSpec, Timetable
from guanjia.engine.clock.store import Bound, learn_targets, reading_of
from guanjia.engine.clock.sweepers import Sweeper, SweepRun
from guanjia.engine.clock.targets import WARN, Agreed, Level


@dataclass(frozen=True)
class Rest:
    """A time in which the clock stood still; `until` is None while it lasts."""

    reason: str
    label: str
    since: datetime
    until: datetime | None
    by: str


@dataclass(frozen=True)
class Countdown:
    """One clock as a page shows it."""

    clock: Clock
    reading: Reading
    rests: list[Rest] = field(default_factory=list)

    @property
    def label(self) -> str:
        return shipped.label_of(self.clock.metric)

    @property
    def state(self) -> str:
        return self.reading.state

    @property
    def due_at(self) -> datetime | None:
        return self.reading.due_at

    @property
    def warn_at(self) -> datetime | None:
        """When the clock turns amber: its first warning; None without one or while it stands still."""
        if self.reading.running_since is None:
            return None
        warnings = [self.reading.fires_at(one) for one in self.reading.terms.levels if one.kind == WARN]
        return min(warnings, default=None)

    @property
    def left_seconds(self) -> int:
        """Working seconds that are left when the clock stands still; negative past due."""
        return self.reading.terms.seconds - self.reading.used

    @property
    def next_level(self) -> Level | None:
        coming = self.reading.next_firing()
        return self.reading.terms.levels[coming[0]] if coming else None

    @property
    def next_at(self) -> datetime | None:
        coming = self.reading.next_firing()
        return coming[1] if coming else None

    @property
    def next_to(self) -> list[str]:
        """Whom the next rung tells, in words."""
        return recipients(self.next_level.to) if self.next_level else []

    @property
    def resting_for(self) -> list[str]:
        return [reason_label(reason) for reason in self.reading.reasons]


def reason_label(reason: str) -> str:
    return str(shipped.REASONS.get(reason, reason))


def recipients(to: Iterable[str]) -> list[str]:
    return [str(shipped.RECIPIENTS.get(one, one)) for one in to]


def clocks_of(subject: Any, *, open_only: bool = False) -> list[Countdown]:
    """The subject's clocks with their pauses: running first, by due time. The caller may see the subject.

    Two statements, three when a clock has a target that this process has not met yet.
    """
    mine = Clock.objects.of(subject)
    clocks = list(mine.open() if open_only else mine)
    learn_targets(clock.target_id for clock in clocks)
    rests = _rests(clocks)
    far = datetime.max
    clocks.sort(
        key=lambda c: (c.ended_at is not None, c.due_at is None, (c.due_at or far).replace(tzinfo=None), c.pk)
    )
    return [Countdown(clock, reading_of(clock), rests[clock.pk]) for clock in clocks]


def _rests(clocks: Iterable[Clock]) -> dict[int, list[Rest]]:
    """Clock id → its pauses, in order."""
    rests: dict[int, list[Rest]] = defaultdict(list)
    waiting: dict[tuple[int, str], ClockEvent] = {}
    events = ClockEvent.objects.filter(
        clock__in=[clock.pk for clock in clocks], kind__in=(PAUSE, RESUME, MEET, MISS, CANCEL)
    )
    for event in events.order_by("id"):
        if event.kind == PAUSE:
            waiting[event.clock_id, event.reason] = event
            continue
        ended = [key for key in waiting if key[0] == event.clock_id]
        for key in ended if event.kind != RESUME else [(event.clock_id, event.reason)]:
            if key in waiting:
                rests[key[0]].append(_rest(waiting.pop(key), event.at))
    for (clock_id, _reason), event in waiting.items():
        rests[clock_id].append(_rest(event, None))
    return rests


def _rest(event: ClockEvent, until: datetime | None) -> Rest:
    return Rest(event.reason, reason_label(event.reason), event.at, until, spoken(event.actor_name))


def preview_retarget(
    subject: Any,
    *,
    facts: Mapping[str, Any],
    now: datetime,
    policy: str = "common",
    metrics: Collection[str] = (),
    agreed: Mapping[str, Agreed] | None = None,
) -> list[Preview]:
    """What `retarget_clocks` with the same words would mean for the subject's open clocks. Writes no clock."""
    standing = standing_at(subject, now=now)
    clocks = list(Clock.objects.of(subject).open())
    learn_targets(clock.target_id for clock in clocks)
    found: dict[int, Bound] = {}
    for clock in clocks:
        if clock.metric not in metrics if metrics else not clock.policy_version_id:
            continue
        word, used = (agreed or {}).get(clock.metric), reading_of(clock).used_until(now)
        bound = standing.bind_by_policy(policy, facts, clock.metric, agreed=word, at=now, used=used)
        if bound:
            found[clock.pk] = bound
    return previews(found, clocks, now=now)


@dataclass(frozen=True)
class MigrationPreview:
    """How many open clocks a version would move, and what it means for those that are due first."""

    total: int
    first: list[Preview]


def preview_migration(aim: Aim, *, actor: Actor, now: datetime, limit: int = 20) -> MigrationPreview:
    """What it would mean to migrate the open clocks to the version. Writes no clock."""
    left = Clock.objects.visible_to(actor).filter(aim.left_behind)
    clocks = list(left.order_by("due_at", "pk")[:limit])
    learn_targets(clock.target_id for clock in clocks)
    return MigrationPreview(left.count(), previews(aim.bindings(clocks, now=now), clocks, now=now))


def preview_due(spec: CalendarSpec, *, now: datetime) -> list[tuple[datetime, datetime, datetime]]:
    """(start, an hour later, a workday later) in this calendar for some telling starts around now."""
    table = Timetable(spec)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [now, midnight + timedelta(hours=17, minutes=30), midnight + timedelta(days=1, hours=12)]
    return [(t, table.add(t, 3600), table.add(t, table.day_seconds)) for t in starts]


@dataclass(frozen=True)
class PausedTime:
    """Seconds for which clocks stood still for one reason."""

    reason: str
    label: str
    clocks: int
    pauses: int
    seconds: int

    @property
    def hours(self) -> float:
        return self.seconds / 3600


def paused_time(
    *, actor: Actor, since: datetime, until: datetime, estate: Any = None, metric: str = ""
) -> list[PausedTime]:
    """Paused time by reason inside the period, longest first: pausing is how deadlines get gamed."""
    pauses = ClockEvent.objects.visible_to(actor).filter(kind=PAUSE, at__lt=until)
    pauses = pauses.filter(estate=estate) if estate else pauses
    pauses = pauses.filter(clock__metric=metric) if metric else pauses
    end = ClockEvent.objects.filter(clock_id=OuterRef("clock_id"), pk__gt=OuterRef("pk")).filter(
        Q(kind__in=(MEET, MISS, CANCEL)) | Q(kind=RESUME, reason=OuterRef("reason"))
    )
    ended = Coalesce(Subquery(end.order_by("pk").values("at")[:1]), Value(until))
    rows = (
        pauses.annotate(ended=ended)
        .filter(ended__gt=since)
        .values("reason")
        .annotate(
            pauses=Count("pk"),
            clocks=Count("clock", distinct=True),
            length=Sum(Least(F("ended"), Value(until)) - Greatest(F("at"), Value(since))),
        )
    )
    found = [
        PausedTime(
            row["reason"],
            reason_label(row["reason"]),
            row["clocks"],
            row["pauses"],
            int(row["length"].total_seconds()),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: -one.seconds)


@dataclass(frozen=True)
class SweepState:
    """What the supervisors' page says about the sweeping of timers."""

    sweepers: list[Sweeper]
    runs: list[SweepRun]
    failing: list[Timer]
    overdue: int

    @property
    def last_seen(self) -> datetime | None:
        return max((one.seen_at for one in self.sweepers), default=None)


def sweep_state(*, actor: Actor, now: datetime, runs: int = 20) -> SweepState:
    """Who sweeps, what the last sweeps did, and which of the actor's timers fail. Four statements."""
    pending = Timer.objects.visible_to(actor).filter(state=Timer.State.PENDING)
    return SweepState(
        list(Sweeper.objects.order_by("-seen_at")),
        list(SweepRun.objects.order_by("-started_at")[:runs]),
        list(failing(pending).select_related("clock")[:50]),
        pending.filter(fire_at__lt=now - timedelta(minutes=1)).count(),
    )


def failing(pending: QuerySet[Timer]) -> QuerySet[Timer]:
    """Timers whose firing has failed and is tried again."""
    return pending.filter(attempts__gt=0).order_by("fire_at")
