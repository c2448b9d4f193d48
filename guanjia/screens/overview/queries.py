"""The supervisor's numbers: those of cases, and what clocks and follow-ups add. One statement each."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, Protocol

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet

from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.engine.clock.models import Clock
from guanjia.work.cases.models import Case
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.figures import quality
from guanjia.work.figures import queries as figures
from guanjia.work.figures.queries import ONE, Narrow, Rows, within
from guanjia.work.figures.rules import Period, Share, contentment, mean_stars
from guanjia.work.followups.models import Answer, FollowUp

FRESH_SECONDS = 60
"""Figures of a period may be this old; numbers of now never are."""


NOTHING = Share()


@dataclass
class Month:
    """The figures of one estate, or of all together, in a period."""

    arrived: int = 0
    finished: int = 0
    response: Share = NOTHING
    finish: Share = NOTHING
    followed: Share = NOTHING
    followed_in_time: Share = NOTHING
    reopened: Share = NOTHING
    stars: list[tuple[int, int]] = field(default_factory=list)

    @property
    def content(self) -> Share:
        return contentment(self.stars)

    @property
    def mean(self) -> Any:
        return mean_stars(self.stars)


@dataclass
class Figures:
    """What happened in a period: per estate, and per day (arrived, finished)."""

    at: datetime
    estates: dict[int, Month]
    days: dict[date, tuple[int, int]]

    @property
    def total(self) -> Month:
        whole = Month()
        for one in self.estates.values():
            for name in (
                "arrived",
                "finished",
                "response",
                "finish",
                "followed",
                "followed_in_time",
                "reopened",
                "stars",
            ):
                setattr(whole, name, getattr(whole, name) + getattr(one, name))
        return whole


def figures_of(actor: Actor, narrow: Narrow, period: Period, *, now: datetime, zone: tzinfo) -> Figures:
    """The figures of a period, asked of the database at most once a minute for the same scope and filters."""
    return kept(
        "figures", actor, narrow, period, now=now,
        make=lambda: _figures(actor, narrow, period, now=now, zone=zone),
    )  # fmt: skip


@dataclass(frozen=True)
class Quality:
    """What is dearer to count: complaints, the first owner's duty, samples of households, technicians."""

    at: datetime
    complaints: Share
    repeated: Share
    first_owner: Share
    said: list[tuple[int, int]]
    technicians: Rows

    @property
    def sampled(self) -> Share:
        return contentment(self.said)


def quality_of(actor: Actor, narrow: Narrow, period: Period, *, now: datetime) -> Quality:
    """Like `figures_of`, at most once a minute."""
    return kept(
        "quality", actor, narrow, period, now=now, make=lambda: _quality(actor, narrow, period, now=now)
    )


def _quality(actor: Actor, narrow: Narrow, period: Period, *, now: datetime) -> Quality:
    found = quality.complaint_rows(actor, narrow, period)
    valid, again, n = (sum(row[name] for row in found) for name in ("valid", "again", "n"))
    said = quality.sample_answers(actor, narrow, period).values_list("stars")
    return Quality(
        at=now,
        complaints=Share(valid, quality.occupied_units(actor, narrow) * period.months),
        repeated=Share(again, n),
        first_owner=Share(*quality.first_owner_counts(actor, narrow, period, now=now)),
        said=list(said.annotate(n=Count("*")).order_by("stars")),
        technicians=quality.technician_rows(actor, narrow, period),
    )


class Dated(Protocol):
    """Numbers of a moment."""

    @property
    def at(self) -> datetime: ...


def kept[T: Dated](
    what: str, actor: Actor, narrow: Narrow, period: Period, *, now: datetime, make: Callable[[], T]
) -> T:
    """From the cache while fresh, else made anew."""
    address = sorted(narrow.address.items())
    key = f"{what}:{_scope(actor)}:{address}:{period.since}:{period.until}".replace(" ", "_")
    found: T | None = cache.get(key)
    if found is None or not 0 <= (now - found.at).total_seconds() < FRESH_SECONDS:
        found = make()
        cache.set(key, found, FRESH_SECONDS)
    return found


def _scope(actor: Actor) -> str:
    estates = "*" if actor.estate_ids is EVERYWHERE else ",".join(map(str, sorted(actor.estate_ids)))
    return f"{actor.company_id}:{estates}"


def _figures(actor: Actor, narrow: Narrow, period: Period, *, now: datetime, zone: tzinfo) -> Figures:
    estates: dict[int, Month] = defaultdict(Month)
    days = dict.fromkeys(period.days, (0, 0))
    for row in figures.flow(actor, narrow, period, zone=zone):
        came, went = (row["n"], 0) if row["what"] == "in" else (0, row["n"])
        estates[row["estate_id"]].arrived += came
        estates[row["estate_id"]].finished += went
        had = days.get(row["day"], (0, 0))
        days[row["day"]] = (had[0] + came, had[1] + went)
    for row in _clock_rows(actor, narrow, period, now=now):
        name = "response" if row["metric"] == "reply" else "finish"
        setattr(estates[row["estate_id"]], name, Share(row["in_time"], row["n"]))
    for row in _followup_rows(actor, narrow, period, now=now):
        estates[row["estate_id"]].followed = Share(row["answered"], row["n"])
        estates[row["estate_id"]].followed_in_time = Share(row["in_time"], row["n"])
    for row in _star_rows(actor, narrow, period):
        estates[row["estate_id"]].stars.append((row["stars"], row["n"]))
    for estate in estates.values():
        estate.reopened = Share(0, estate.finished)
    for row in figures.reopened(actor, narrow, period):
        estates[row["estate_id"]].reopened += Share(row["cases"], row["unfinished"])
    return Figures(now, dict(estates), days)


def clocks_due(
    actor: Actor, narrow: Narrow, period: Period | None, *, now: datetime, metric: str = ""
) -> QuerySet:
    """The reply and finish clocks of cases that came due in the period, up to now.

    Cancelled ones do not count; those that a case left behind without a reply (missed) do, as not in time.
    """
    rows = Clock.objects.visible_to(actor).filter(
        subject_type=Case._meta.label_lower,
        metric__in=[metric] if metric else ["reply", "finish"],
        due_at__lt=now,
    )
    rows = within(rows.exclude(state=Clock.State.CANCELLED), period, "due_at")
    if narrow.estate:
        rows = rows.filter(estate_id=narrow.estate)
    if narrow.department or narrow.procedure or narrow.handler:
        rows = rows.filter(subject_id__in=figures.cases_in(actor, narrow).values("pk"))
    return rows


IN_TIME = Q(state=Clock.State.MET, ended_at__lte=F("due_at"))


def _clock_rows(actor: Actor, narrow: Narrow, period: Period, *, now: datetime) -> Rows:
    due = clocks_due(actor, narrow, period, now=now)
    return list(
        due.values("estate_id", "metric")
        .annotate(n=Count("*"), in_time=Count(ONE, filter=IN_TIME))
        .order_by()
    )


def followups_due(actor: Actor, narrow: Narrow, period: Period | None, *, now: datetime) -> QuerySet:
    """The follow-ups that came due in the period, up to now; without cancelled ones and samples."""
    rows = (
        FollowUp.objects.visible_to(actor)
        .after_work()
        .filter(due_at__lt=now)
        .exclude(state=FollowUp.State.CANCELLED)
    )
    return narrow.of(within(rows, period, "due_at"), "case__")


ANSWERED = Q(state=FollowUp.State.ANSWERED)
ANSWERED_IN_TIME = ANSWERED & Q(ended_at__lte=F("due_at"))


def _followup_rows(actor: Actor, narrow: Narrow, period: Period, *, now: datetime) -> Rows:
    return list(
        followups_due(actor, narrow, period, now=now)
        .values("estate_id")
        .annotate(
            n=Count("*"), answered=Count(ONE, filter=ANSWERED), in_time=Count(ONE, filter=ANSWERED_IN_TIME)
        )
        .order_by()
    )


def answers_in(actor: Actor, narrow: Narrow, period: Period | None) -> QuerySet:
    """What customers said about finished work; samples of households are apart."""
    rows = Answer.objects.visible_to(actor).filter(followup__kind__in=FollowUp.ABOUT_CASES)
    return narrow.of(within(rows, period, "at"), "followup__case__")


def _star_rows(actor: Actor, narrow: Narrow, period: Period) -> Rows:
    return list(
        answers_in(actor, narrow, period)
        .values("estate_id", "stars")
        .annotate(n=Count("*"))
        .order_by("stars")
    )


def load(actor: Actor, narrow: Narrow, *, now: datetime, most: int = 20) -> Rows:
    """Orders in hand per technician: `name`, `n`, and of these `late` (the case's next deadline has passed)."""
    orders = WorkOrder.objects.visible_to(actor).filter(state__in=WorkOrder.IN_HAND)
    return list(
        narrow.of(orders, "case__")
        .values("technician_id", name=F("technician__name"))
        .annotate(n=Count("*"), late=Count(ONE, filter=Q(case__next_due_at__lt=now)))
        .order_by("-n", "technician_id")[:most]
    )
