"""Writing the log, and passing a shift on: given by the one leaving, taken by the one coming."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import change, record
from guanjia.engine.live.actions import signal
from guanjia.engine.params.values import value
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.models import Case
from guanjia.work.duty import queries, rules, telling
from guanjia.work.duty.models import DutyEntry, DutyPost, Handover
from guanjia.work.duty.parameters import GRACE

LOG = "duty.log"
LOOKED_BACK = timedelta(hours=12)


@transaction.atomic
def write_entry(
    *, actor: Actor, now: datetime, post: DutyPost, text: str, important: bool = False, matter: bool = False,
    key: str = "",
) -> DutyEntry:  # fmt: skip
    """One line of the log as it was typed (see rules.read_line). Supervisors hear of an important one at once."""
    _require_post(actor, post)
    line = rules.read_line(text)
    if not line.text:
        raise Refused(_("请写一句事实，如“14:05 3栋电梯停运，已通知维保”"), field="text")
    important = important or line.important

    def make() -> DutyEntry:
        case = Case.objects.visible_to(actor).filter(number=line.number).first() if line.number else None
        entry = DutyEntry.objects.create(
            company_id=post.company_id, estate_id=post.estate_id, post=post, text=line.text[:500], written_at=now,
            at=rules.moment_of(line.clock, now=now, zone=_zone(post)), important=important,
            is_matter=important or matter or line.matter, by_id=actor.pk, case=case,
        )  # fmt: skip
        if important:
            telling.tell_important(entry, actor=actor, now=now)
        _signal(post)
        return entry

    return once(DutyEntry, key=key, verb="duty.write", actor=actor, now=now, make=make)


@transaction.atomic
def settle_matter(*, actor: Actor, now: datetime, entry: DutyEntry, how: str = "") -> DutyEntry:
    """Tick a matter. An important one wants a word on how it ended. Raises Stale when it is ticked already."""
    entry = _locked_entry(actor, entry)
    if entry.important and not how.strip():
        raise Refused(_("重要事项请写明处理结果，再办结"), field="how")
    with change(entry, actor=actor, now=now, verb="duty.settled"):
        entry.settled_at, entry.settled_by_id, entry.settled_how = now, actor.pk, how.strip()[:200]
    _signal(entry.post)
    return entry


@transaction.atomic
def clear_matter(*, actor: Actor, now: datetime, entry: DutyEntry, why: str) -> DutyEntry:
    """The supervisor's word: this important matter may be handed over undone, once. Raises Refused without a reason."""
    require(actor, queries.OVERSEE)
    entry = _locked_entry(actor, entry)
    if not why.strip():
        raise Refused(_("请写明为什么可以带着这件事交班，下一班要注意什么"), field="why")
    with change(entry, actor=actor, now=now, verb="duty.cleared"):
        entry.cleared_at, entry.cleared_by_id, entry.cleared_why = now, actor.pk, why.strip()[:200]
    _signal(entry.post)
    return entry


@transaction.atomic
def hand_over(
    *, actor: Actor, now: datetime, post: DutyPost, counted: Mapping[str, tuple[int | None, str]], note: str = "",
    key: str = "",
) -> Handover:  # fmt: skip
    """Give the shift. `counted`: name of a thing → (how many, a word when it differs from what should be there).

    Raises Refused when something was not counted or differs without a word, when an important matter is undone and
    no supervisor let it pass, or while the last handover has not been taken.
    """
    _require_post(actor, post)
    return once(
        Handover, key=key, verb="duty.give", actor=actor, now=now,
        make=lambda: _give(actor, now, post, counted, note),
    )  # fmt: skip


def _give(
    actor: Actor, now: datetime, post: DutyPost, counted: Mapping[str, tuple[int | None, str]], note: str
) -> Handover:
    post = DutyPost.objects.select_for_update(of=("self",)).select_related("estate").get(pk=post.pk)
    if waiting := queries.waiting_handover(post):
        raise Refused(_("%(who)s的交班还没有人接，接班以后才能再交") % {"who": waiting.given_by.name})
    things, matters = post.counted_things, queries.open_matters(post)
    if wrong := rules.unexplained(things, counted):
        raise Refused(
            _("“%(name)s”应有 %(n)d，请清点；数目不符的写明原因") % {"name": wrong.name, "n": wrong.expected},
            field=wrong.name,
        )
    if kept := queries.held_back(matters, giver_id=actor.pk):
        raise Refused(
            _("重要事项“%(text)s”还没有办结，请先办结，或请主管写明意见同意移交")
            % {"text": kept[0].text[:30]}
        )
    handover = _due_or_new(actor, now, post)
    handover.given_by_id, handover.given_at, handover.note = actor.pk, now, note.strip()[:300]
    handover.counted = [
        {
            "name": one.name,
            "expected": one.expected,
            "count": counted[one.name][0],
            "word": counted[one.name][1][:100],
        }
        for one in things
    ]
    handover.matters = [
        {"id": one.pk, "at": one.at.isoformat(), "text": one.text, "important": one.important,
         "word": one.cleared_why if one.important else ""}
        for one in matters
    ]  # fmt: skip
    handover.save()
    record(actor=actor, now=now, verb="duty.given", of=handover)
    telling.tell_given(handover, actor=actor, now=now)
    _signal(post)
    return handover


def _due_or_new(actor: Actor, now: datetime, post: DutyPost) -> Handover:
    """The handover of the person's shift: the one that was missed, else a new one. A colleague's word is enough."""
    shift = queries.shift_to_give(post, actor, now)
    day = shift.day if shift else now.astimezone(_zone(post)).date()
    kind = shift.kind if shift else None
    there = kind and Handover.objects.filter(post=post, day=day, kind=kind).first()
    if there and there.given_at:
        kind, there = None, None
    return there or Handover(
        company_id=post.company_id, estate_id=post.estate_id, post=post, day=day, kind=kind
    )


@transaction.atomic
def withdraw_handover(*, actor: Actor, now: datetime, handover: Handover) -> Handover:
    """The giver takes it back while nobody has taken it, to put something right. Raises Stale, Forbidden."""
    held = _locked_handover(actor, handover)
    if held.given_by_id != actor.pk:
        raise Forbidden(_("只有交班人自己可以收回"))
    with change(held, actor=actor, now=now, verb="duty.withdrawn"):
        held.given_by_id, held.given_at, held.counted, held.matters = None, None, [], []
    _signal(held.post)
    return held


@transaction.atomic
def take_over(
    *, actor: Actor, now: datetime, handover: Handover, read: bool, note: str = "", key: str = ""
) -> Handover:
    """The one coming has read the log and seen the things, and answers for them from now on.

    Raises Refused for the giver himself or when the log was not read, Stale when somebody else has taken over.
    """

    def make() -> Handover:
        held = _locked_handover(actor, handover)
        if held.given_by_id == actor.pk:
            raise Refused(_("不能接自己交的班，请下一班的同事接班"))
        if not read:
            raise Refused(_("请先看完日志、点清物品，再勾选确认"), field="read")
        with change(held, actor=actor, now=now, verb="duty.taken"):
            held.taken_by_id, held.taken_at, held.taken_note = actor.pk, now, note.strip()[:300]
        if held.differs or held.taken_note:
            telling.tell_difference(held, actor=actor, now=now)
        _signal(held.post)
        return held

    require(actor, LOG)
    return once(Handover, key=key, verb="duty.take", actor=actor, now=now, make=make)


def note_missed(*, now: datetime) -> int:
    """Write down the shifts that ended without a handover and tell the supervisors. Returns how many."""
    with acting_as(system(None)), transaction.atomic():
        missed = 0
        for one in queries.ended_unhanded(since=now - LOOKED_BACK, until=now):
            grace = timedelta(minutes=value(GRACE, estate=one.post.estate, now=now))
            if one.ended_at + grace > now:
                continue
            home = {"company_id": one.post.company_id, "estate_id": one.post.estate_id, "missed_at": now}
            handover, _new = Handover.objects.update_or_create(
                post=one.post, day=one.day, kind_id=one.kind_id, defaults=home
            )
            telling.tell_missed(handover, now=now)
            missed += 1
        return missed


def _require_post(actor: Actor, post: DutyPost) -> None:
    """Raises Forbidden unless the person mans the post or oversees it."""
    require(actor, LOG)
    if post.company_id != actor.company_id or post.estate_id not in actor.estate_ids:
        raise Forbidden(_("这个岗位不在您的项目内"))
    if not (may(actor, f"role.{post.role}") or may(actor, queries.OVERSEE)):
        raise Forbidden(_("“%(post)s”不由您值守") % {"post": post.name})


def _locked_entry(actor: Actor, entry: DutyEntry) -> DutyEntry:
    found = DutyEntry.objects.visible_to(actor).select_for_update(of=("self",)).select_related("post")
    held = found.get(pk=entry.pk)
    _require_post(actor, held.post)
    if not held.is_open:
        raise Stale(_("这件事已经办结"))
    return held


def _locked_handover(actor: Actor, handover: Handover) -> Handover:
    found = (
        Handover.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("post__estate", "given_by")
    )
    held = found.get(pk=handover.pk)
    _require_post(actor, held.post)
    if held.given_at is None or held.taken_at:
        raise Stale(_("这次交班已经有人接了，或已被收回"))
    return held


def _zone(post: DutyPost) -> ZoneInfo:
    return ZoneInfo(post.estate.time_zone)


def _signal(post: DutyPost) -> None:
    signal(estate_id=post.estate_id, topic="duty", post=post.pk)
