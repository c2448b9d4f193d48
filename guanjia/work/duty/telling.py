"""Who hears what of the duty log."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.access import Actor
from guanjia.engine.notify.actions import notify
from guanjia.work.duty.models import DutyEntry, DutyPost, Handover


def tell_important(entry: DutyEntry, *, actor: Actor, now: datetime) -> None:
    """Reported in time: an important matter reaches the supervisors at once."""
    _tell(entry.post, lambda: _("%(post)s重要事项：%(text)s") % {"post": entry.post.name, "text": entry.text},
          actor=actor, now=now, kind="duty.important", urgent=True)  # fmt: skip


def tell_given(handover: Handover, *, actor: Actor, now: datetime) -> None:
    """A count that is not what it should be reaches the supervisors when it is given."""
    if handover.differs:
        tell_difference(handover, actor=actor, now=now)


def tell_difference(handover: Handover, *, actor: Actor, now: datetime) -> None:
    wrong = "、".join(
        f"{one['name']} {one['count']}/{one['expected']}" for one in handover.counted if one["count"] != one["expected"]
    )  # fmt: skip
    said = wrong or handover.taken_note
    _tell(handover.post, lambda: _("%(post)s交接班有出入：%(said)s") % {"post": handover.post.name, "said": said},
          actor=actor, now=now, kind="duty.difference")  # fmt: skip


def tell_missed(handover: Handover, *, now: datetime) -> None:
    _tell(
        handover.post,
        lambda: _("%(post)s %(day)s %(shift)s已下班，还没有交接")
        % {"post": handover.post.name, "day": handover.day, "shift": handover.kind or ""},
        actor=None, now=now, kind="duty.missed",
    )  # fmt: skip


def _tell(
    post: DutyPost,
    text: Callable[[], str],
    *,
    actor: Actor | None,
    now: datetime,
    kind: str,
    urgent: bool = False,
) -> None:
    """The supervisors of the estate, or its managers when it has none; not whoever did it himself."""
    here = Q(everywhere=True) | Q(estates__contains=[post.estate_id])
    leads = Staff.objects.filter(here, company_id=post.company_id, is_active=True)
    people = list(leads.filter(roles__overlap=[SUPERVISOR])) or list(leads.filter(roles__overlap=[MANAGER]))
    to = [one for one in people if actor is None or one.pk != actor.pk]
    notify(to=to, kind=kind, text=text, link=f"{reverse('duty:home')}?post={post.pk}", now=now, urgent=urgent,
           group=f"{kind}-{post.pk}")  # fmt: skip
