"""What the page of the duty log shows, in few statements."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.timezone import localdate

from guanjia.engine.access.actor import may
from guanjia.engine.params.values import Parameters
from guanjia.engine.ui import shell
from guanjia.kernel import time
from guanjia.registers.keys.models import Key
from guanjia.work.duty import queries
from guanjia.work.duty.models import DutyEntry, DutyPost, Handover
from guanjia.work.duty.parameters import EARLY, GRACE
from guanjia.work.roster.models import DutyShift

POST = "duty_post"


@dataclass(frozen=True)
class Watch:
    """One post today (or on the day asked)."""

    posts: list[DutyPost]
    post: DutyPost | None
    day: date
    now: datetime
    entries: list[DutyEntry]
    matters: list[DutyEntry]
    waiting: Handover | None
    shifts: list[DutyShift]
    neglected: list[Handover]
    early: int
    actor: Any

    @property
    def is_today(self) -> bool:
        return self.day == localdate(self.now)

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)

    @cached_property
    def on_duty(self) -> list[DutyShift]:
        return [one for one in self.shifts if one.starts_at <= self.now < one.ends_at]

    @cached_property
    def coming(self) -> list[DutyShift]:
        """Those of the next shift."""
        later = [one for one in self.shifts if one.starts_at > self.now]
        return [one for one in later if one.starts_at == later[0].starts_at]

    @property
    def be_there_by(self) -> datetime | None:
        """The one coming is there a few minutes before his shift."""
        return self.coming[0].starts_at - timedelta(minutes=self.early) if self.coming else None

    @property
    def is_giver(self) -> bool:
        return bool(self.waiting and self.waiting.given_by_id == self.actor.pk)


def post_of(request: HttpRequest, asked: Any) -> DutyPost | None:
    """The post asked for, else the one last looked at in this browser, else the first; None when there is none."""
    posts = _posts(request)
    if asked:
        found = next((one for one in posts if str(one.pk) == str(asked)), None)
        if found:
            request.session[POST] = found.pk
        return found
    last = request.session.get(POST)
    return next((one for one in posts if one.pk == last), posts[0] if posts else None)


def watch_of(request: HttpRequest, post: DutyPost | None, *, now: datetime) -> Watch:
    """Seven statements besides the frame's."""
    actor: Any = request.user
    posts, estate_id = _posts(request), shell.chosen_estate_id(request)
    if post is None:
        return Watch(posts, None, localdate(now), now, [], [], None, [], [], 0, actor)
    day, zone = _day(request.GET.get("day", ""), now), ZoneInfo(post.estate.time_zone)
    since = datetime.combine(day, datetime.min.time(), zone)
    numbers = Parameters.of(post.estate, now)
    late = now - timedelta(minutes=numbers.value(GRACE))
    oversees = may(actor, queries.OVERSEE)
    return Watch(
        posts, post, day, now,
        entries=queries.entries_of(post, since, since + timedelta(days=1)),
        matters=queries.open_matters(post),
        waiting=queries.waiting_handover(post),
        shifts=queries.shifts_around(post, now),
        neglected=queries.neglected(actor, estate_id=estate_id, late_before=late) if oversees else [],
        early=numbers.value(EARLY), actor=actor,
    )  # fmt: skip


def log_since(handover: Handover) -> list[DutyEntry]:
    """The lines from the handover before until this one, at most two days of them."""
    earlier = (
        Handover.objects.filter(post=handover.post, given_at__lt=handover.given_at)
        .order_by("-given_at")
        .first()
    )
    floor = handover.given_at - timedelta(days=2)
    since = max(earlier.given_at, floor) if earlier and earlier.given_at else floor
    return queries.entries_of(handover.post, since, handover.given_at + timedelta(seconds=1))


def lent_keys(post: DutyPost, actor: Any) -> list[Key]:
    """Keys that are out, which the front desk answers for."""
    if post.role != "desk":
        return []
    out = Key.objects.visible_to(actor).filter(
        estate_id=post.estate_id, retired_at=None, lent_at__isnull=False
    )
    return list(out.order_by("back_by")[:50])


def days_of(request: HttpRequest, post: DutyPost) -> tuple[date, date, datetime, datetime]:
    """The asked days `from` and `to`, both included (today when left out), and the moments around them."""
    today, zone = localdate(time.now()), ZoneInfo(post.estate.time_zone)
    try:
        first, last = (
            date.fromisoformat(request.GET.get("from", "")),
            date.fromisoformat(request.GET.get("to", "")),
        )
    except ValueError:
        first = last = today
    last = min(max(first, last), first + timedelta(days=366))
    start, end = (
        datetime.combine(one, datetime.min.time(), zone) for one in (first, last + timedelta(days=1))
    )
    return first, last, start, end


def _posts(request: HttpRequest) -> list[DutyPost]:
    """The posts that this person may look at; asked once per request."""
    if not hasattr(request, "_duty_posts"):
        found = queries.posts_for(request.user, estate_id=shell.chosen_estate_id(request))
        request._duty_posts = found  # type: ignore[attr-defined]
    return request._duty_posts  # type: ignore[attr-defined]


def _day(text: str, now: datetime) -> date:
    try:
        return min(date.fromisoformat(text), localdate(now))
    except ValueError:
        return localdate(now)
