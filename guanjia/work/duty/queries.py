"""What the log of a post shows, and which shifts ended without being handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.work.duty.models import DutyEntry, DutyPost, Handover
from guanjia.work.roster.models import DutyShift

OVERSEE = "cases.supervise"
NEAR = timedelta(hours=4)
RECENT = timedelta(hours=24)
SHOWN_AT_MOST = 200


def posts_for(actor: Actor, *, estate_id: int | None = None) -> list[DutyPost]:
    """The posts that this person mans, the supervisor's being all of them. One statement."""
    posts = DutyPost.objects.visible_to(actor).filter(retired_at=None).select_related("estate")
    if estate_id:
        posts = posts.filter(estate_id=estate_id)
    if not may(actor, OVERSEE):
        posts = posts.filter(role__in=roles_of(actor))
    return list(posts.order_by("estate__name", "pk"))


def roles_of(actor: Actor) -> list[str]:
    return sorted(name.removeprefix("role.") for name in actor.permissions if name.startswith("role."))


def entries_of(
    post: DutyPost, since: datetime, until: datetime, *, most: int = SHOWN_AT_MOST
) -> list[DutyEntry]:
    """The lines of a span in the order of the facts. One statement."""
    rows = DutyEntry.objects.filter(post=post, at__gte=since, at__lt=until).select_related(
        "by", "case", "settled_by"
    )
    return list(rows.order_by("at", "pk")[:most])


def open_matters(post: DutyPost) -> list[DutyEntry]:
    """What is not ticked yet, the important in front; `carried` says over how many handovers. One statement."""
    over = Handover.objects.filter(post=OuterRef("post"), given_at__gte=OuterRef("written_at"))
    times = over.order_by().values("post").annotate(times=Count("pk")).values("times")
    rows = DutyEntry.objects.filter(post=post, is_matter=True, settled_at=None).select_related(
        "by", "case", "cleared_by"
    )
    return list(
        rows.annotate(carried=Coalesce(Subquery(times), 0), last=Subquery(_last_given("post")))
        .order_by("-important", "at", "pk")[:SHOWN_AT_MOST]
    )  # fmt: skip


def _last_given(post: str) -> QuerySet[Handover]:
    given = Handover.objects.filter(post=OuterRef(post), given_at__isnull=False)
    return given.order_by("-given_at").values("given_at")[:1]


def is_cleared(matter: DutyEntry, *, giver_id: int | None) -> bool:
    """Whether a supervisor, not the giver himself, has let it pass at this handover; his word holds for one."""
    last = getattr(matter, "last", None)
    return bool(
        matter.cleared_at and matter.cleared_by_id != giver_id and (last is None or matter.cleared_at > last)
    )


def held_back(matters: Iterable[DutyEntry], *, giver_id: int | None) -> list[DutyEntry]:
    """Important matters that cannot be handed over undone."""
    return [one for one in matters if one.important and not is_cleared(one, giver_id=giver_id)]


def waiting_handover(post: DutyPost) -> Handover | None:
    """The handover that was given and waits to be taken."""
    rows = Handover.objects.filter(post=post, given_at__isnull=False, taken_at=None)
    return rows.select_related("given_by", "kind").first()


def handovers_of(
    post: DutyPost, since: datetime, until: datetime, *, most: int = SHOWN_AT_MOST
) -> list[Handover]:
    rows = Handover.objects.filter(post=post, given_at__gte=since, given_at__lt=until)
    return list(rows.select_related("given_by", "taken_by", "kind").order_by("given_at")[:most])


def shifts_around(post: DutyPost, now: datetime) -> list[DutyShift]:
    """Who mans the post now and next, by the roster. One statement."""
    rows = DutyShift.objects.filter(
        estate_id=post.estate_id, cancelled_at=None, staff__roles__contains=[post.role],
        ends_at__gt=now - NEAR, starts_at__lt=now + timedelta(hours=12),
    )  # fmt: skip
    return list(rows.select_related("staff", "kind").order_by("starts_at", "staff__name")[:40])


def shift_to_give(post: DutyPost, actor: Actor, now: datetime) -> DutyShift | None:
    """The person's shift that is running or ended lately: the one that he hands over."""
    rows = DutyShift.objects.filter(
        estate_id=post.estate_id,
        staff_id=actor.pk,
        cancelled_at=None,
        starts_at__lte=now,
        ends_at__gt=now - NEAR,
    )
    return rows.select_related("kind").order_by("starts_at").first()


def neglected(actor: Actor, *, estate_id: int | None, late_before: datetime) -> list[Handover]:
    """Shifts of the last day that nobody handed over, or that nobody took over in time. One statement."""
    rows = Handover.objects.visible_to(actor).filter(taken_at=None)
    rows = rows.filter(Q(given_at=None, missed_at__gte=late_before - RECENT) | Q(given_at__lt=late_before))
    if estate_id:
        rows = rows.filter(estate_id=estate_id)
    return list(
        rows.select_related("post", "kind", "given_by").order_by(Coalesce(F("given_at"), F("missed_at")))[:20]
    )


@dataclass(frozen=True)
class Ended:
    """A shift of a post that ended."""

    post: DutyPost
    day: date
    kind_id: int
    ended_at: datetime


def ended_unhanded(*, since: datetime, until: datetime) -> list[Ended]:
    """Shifts of all posts whose last person went home in this span and of which no handover is written."""
    shifts = DutyShift.objects.filter(ends_at__gte=since, ends_at__lt=until, cancelled_at=None)
    gone = list(shifts.values_list("estate_id", "staff__roles", "day", "kind_id", "ends_at").distinct())
    posts = DutyPost.objects.filter(retired_at=None, estate_id__in={row[0] for row in gone}).select_related(
        "estate"
    )
    found = {
        (post.pk, day, kind): Ended(post, day, kind, ended_at)
        for post in posts
        for estate, roles, day, kind, ended_at in gone
        if estate == post.estate_id and post.role in roles
    }
    seen = Handover.objects.exclude(given_at=None, missed_at=None)
    written = seen.filter(
        post__in={one.post.pk for one in found.values()}, day__in={one.day for one in found.values()}
    )
    for key in written.values_list("post_id", "day", "kind_id"):
        found.pop(key, None)
    return list(found.values())
