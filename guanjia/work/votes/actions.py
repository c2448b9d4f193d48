"""A vote is announced, its roll frozen, ballots cast, and counted once."""

from datetime import date, datetime, timedelta
from secrets import choice as draw
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases.actions.messages import type_of
from guanjia.work.votes.models import Ballot, Choice, SecretChoice, Vote, Voter
from guanjia.work.votes.queries import sums, turnout
from guanjia.work.votes.roll import write_roll
from guanjia.work.votes.rules import decide

ENTER, LEAD = "registers.edit", "cases.supervise"
LARGEST = 15 * 1024 * 1024
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def announce_vote(
    *, actor: Actor, now: datetime, case: Any, title: str, matter: str, text: str, secret: bool, noticed_on: date,
    opens_on: date, closes_on: date, notice_days: int, quorum: str, grave: str,
) -> Vote:  # fmt: skip
    """Put a matter to the owners. Raises Refused when the notice is too short or the days are out of order."""
    require(actor, "cases.handle")
    if opens_on < noticed_on + timedelta(days=notice_days):
        raise Refused(_("公示至少 %(days)d 天后才能开始投票") % {"days": notice_days}, field="opens_on")
    if closes_on < opens_on:
        raise Refused(_("投票截止不能早于开始"), field="closes_on")
    vote = Vote.objects.create(
        company_id=case.company_id, estate_id=case.estate_id, case=case, title=title[:100], matter=matter, text=text,
        secret=secret, noticed_on=noticed_on, opens_on=opens_on, closes_on=closes_on, quorum=quorum,
        majority=Vote.majority_for(matter, grave),
    )  # fmt: skip
    record(actor=actor, now=now, verb="vote.announced", of=vote, after={"title": vote.title})
    return vote


@transaction.atomic
def freeze_roll(*, actor: Actor, now: datetime, vote: Vote, with_parking: bool) -> Vote:
    """Take down who may vote with what area, as it is today; nothing that changes later changes it.

    Raises Stale when it is done already, Refused before the first day or while a home has no area.
    """
    require(actor, "cases.handle")
    held = _held(vote, actor)
    if held.state != Vote.State.ANNOUNCED:
        raise Stale(_("表决人名册已经确定"))
    today = _today(held, now)
    if today < held.opens_on:
        raise Refused(_("%(day)s 才开始投票，名册在当天确定") % {"day": held.opens_on})
    voters = write_roll(held, on=today, with_parking=with_parking)
    with change(held, actor=actor, now=now, verb="vote.opened"):
        held.state, held.frozen_at = Vote.State.OPEN, now
        held.heads, held.area = len(voters), sum(voter.area for voter in voters)
    _tell(held)
    return held


@transaction.atomic
def cast_ballot(
    *, actor: Actor, now: datetime, voter: Voter, choice: str, photo: UploadedFile | None, key: str = ""
) -> tuple[Ballot, str]:
    """A paper ballot is entered with its photo. Gives the receipt too, of a secret vote only, and only this once.

    Raises Refused outside the days of the vote, without photo or choice, and for a voter who has voted.
    """
    require(actor, ENTER)
    receipt = ""

    def make() -> Ballot:
        nonlocal receipt
        vote = _held(voter.vote, actor)
        _refuse_closed(vote, now)
        _refuse_faults(voter, choice, photo)
        made = Ballot.objects.create(
            company_id=vote.company_id, estate_id=vote.estate_id, vote=vote, voter=voter, secret=vote.secret,
            choice="" if vote.secret else choice, photo=photo, cast_at=now, cast_by_id=actor.pk,
        )  # fmt: skip
        if vote.secret:
            receipt = _keep_apart(vote, voter, choice)
        record(
            actor=actor, now=now, verb="vote.cast", of=made, after={"voter": voter.pk, "choice": made.choice}
        )
        _tell(vote)
        return made

    return once(Ballot, key=key, verb="vote.cast", actor=actor, now=now, make=make), receipt


@transaction.atomic
def void_ballot(*, actor: Actor, now: datetime, ballot: Ballot, reason: str) -> Ballot:
    """An open ballot entered wrongly is struck, with the reason, and can be entered again.

    Raises Refused without a reason, for a secret ballot, which nobody can find, and to the one who entered it.
    """
    require(actor, LEAD)
    vote = _held(ballot.vote, actor)
    held = Ballot.objects.select_for_update().get(pk=ballot.pk, vote=vote)
    if vote.state != Vote.State.OPEN or held.voided_at:
        raise Stale(_("已经计票，或这张选票已作废"))
    if held.secret:
        raise Refused(_("无记名选票录入后不能作废"))
    if held.cast_by_id == actor.pk:
        raise Refused(_("须由录入人以外的人作废"))
    if not reason.strip():
        raise Refused(_("请写明作废原因"), field="reason")
    with change(held, actor=actor, now=now, verb="vote.voided"):
        held.voided_at, held.voided_by_id, held.voided_why = now, actor.pk, reason.strip()[:200]
    _tell(vote)
    return held


@transaction.atomic
def count_vote(*, actor: Actor, now: datetime, vote: Vote) -> Vote:
    """The ballots are counted, once and for all. Raises Refused before the end, unless everybody has voted."""
    require(actor, LEAD)
    held = _held(vote, actor)
    if held.state != Vote.State.OPEN:
        raise Stale(_("还没有开始投票，或已经计票"))
    cast, found = turnout(held), sums(held)
    if _today(held, now) <= held.closes_on and cast.heads < held.roll.heads:
        raise Refused(_("投票到 %(day)s 截止，之后才能计票") % {"day": held.closes_on})
    if (
        sum(one.heads for one in found.values()) != cast.heads
        or sum(one.area for one in found.values()) != cast.area
    ):
        raise Refused(_("选票与投票记录对不上，请联系系统管理员"))
    outcome = decide(
        roll=held.roll, cast=cast, agreed=found[Choice.FOR], quorum=held.quorum, majority=held.majority
    )
    with change(held, actor=actor, now=now, verb="vote.counted"):
        held.state, held.counted_at, held.counted_by_id = Vote.State.COUNTED, now, actor.pk
        held.tally = {name: {"heads": one.heads, "area": str(one.area)} for name, one in found.items()}
        held.quorate, held.passed = outcome.quorate, outcome.passed
    _tell(held)
    return held


def _refuse_closed(vote: Vote, now: datetime) -> None:
    if vote.state != Vote.State.OPEN:
        raise Refused(_("现在不能投票：%(state)s") % {"state": vote.get_state_display()})
    if _today(vote, now) > vote.closes_on:
        raise Refused(_("投票已于 %(day)s 截止") % {"day": vote.closes_on})


def _refuse_faults(voter: Voter, choice: str, photo: UploadedFile | None) -> None:
    if Ballot.objects.filter(voter=voter, voided_at=None).exists():
        raise Refused(_("%(who)s已经投过票，一个业主只计一票") % {"who": voter.names}, code="voted")
    if choice not in Choice.values:
        raise Refused(_("请选择同意、不同意或弃权"), field="choice")
    if photo is None or (photo.size or 0) > LARGEST:
        raise Refused(_("请拍下选票，照片不超过 15 MB"), field="photo")
    type_of(photo, field="photo")


def _keep_apart(vote: Vote, voter: Voter, choice: str) -> str:
    """The choice under a receipt that only its voter gets."""
    receipt = "".join(draw(LETTERS) for _letter in range(10))
    SecretChoice.objects.create(
        company_id=vote.company_id,
        estate_id=vote.estate_id,
        vote=vote,
        receipt=receipt,
        choice=choice,
        area=voter.area,
    )
    return receipt


def _held(vote: Vote, actor: Actor) -> Vote:
    held = (
        Vote.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("estate")
        .filter(pk=vote.pk)
    ).first()
    if held is None:
        raise Stale(_("这次表决不在您的项目内"))
    return held


def _today(vote: Vote, now: datetime) -> date:
    return now.astimezone(ZoneInfo(vote.estate.time_zone)).date()


def _tell(vote: Vote) -> None:
    signal(estate_id=vote.estate_id, topic=f"vote-{vote.pk}")
