"""What comes of asking: answered, or nobody reached; and what the waiting case hears of it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, system
from guanjia.engine.access.actor import may
from guanjia.engine.audit import trail
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case, Channel
from guanjia.work.cases.timeline import tell
from guanjia.work.followups import events, queries, rules
from guanjia.work.followups.models import Answer, FollowUp, Way


def miss(followup: FollowUp, *, actor: Actor, now: datetime) -> None:
    """The rule's attempts ran out, or the customer would not talk."""
    end(followup, FollowUp.State.NOT_REACHED, actor=actor, now=now, verb="followup.not_reached")
    emit(events.FollowUpMissed(followup.pk, followup.case_id, followup.estate_id, now))
    _tell_procedure(followup, rules.nothing_said(_today(followup, now)), actor=actor, now=now)


def conclude(
    followup: FollowUp, *, actor: Actor, now: datetime, stars: int, satisfied: bool, words: str, way: str,
    opens: str = Answer.Opens.COMPLAINT,
) -> Answer:  # fmt: skip
    """Write the answer down and let the case go on; a dissatisfied household of a sample opens one by itself.

    Raises Refused (stars) and Stale (answered meanwhile).
    """
    if not 1 <= stars <= 5:
        raise Refused(_("请选 1 到 5 颗星"), field="stars")
    try:
        with transaction.atomic():
            answer = Answer.objects.create(
                company_id=followup.company_id,
                estate_id=followup.estate_id,
                followup=followup,
                at=now,
                by_id=actor.pk,
                way=way,
                stars=stars,
                satisfied=satisfied,
                words=words.strip()[:500],
            )
    except IntegrityError as twice:
        raise Stale(_("这次回访已经有结果了，请刷新页面查看")) from twice
    end(followup, FollowUp.State.ANSWERED, actor=actor, now=now, verb="followup.answered")
    if followup.case:
        data = {"stars": stars, "satisfied": satisfied, "way": way}
        tell(followup.case, kind="followup.answered", actor=actor, now=now, text=answer.words, data=data)
    emit(events.FollowUpAnswered(followup.pk, followup.case_id, followup.estate_id, now, stars, satisfied))
    if followup.case:
        _pass_on(followup, answer, actor=actor, now=now)
    elif not satisfied:
        _open_case(followup, answer, opens, actor=actor, now=now)
    return answer


def end(followup: FollowUp, state: str, *, actor: Actor, now: datetime, verb: str) -> None:
    """The asking is over, in this state."""
    with trail.change(followup, actor=actor, now=now, verb=verb):
        followup.state, followup.ended_at = state, now


def _pass_on(followup: FollowUp, answer: Answer, *, actor: Actor, now: datetime) -> None:
    said = {
        "reached": True,
        "way": answer.way,
        "satisfied": answer.satisfied,
        "stars": answer.stars,
        "words_back": answer.words,
        "asked_on": _today(followup, now),
    }
    told = _tell_procedure(followup, said, actor=actor, now=now)
    case = followup.case
    if not told and case and not answer.satisfied and case.state == Case.State.CLOSED:
        cases.reopen_case(actor=actor, now=now, case=case, reason=answer.words or _("客户回访不满意"))


def _open_case(followup: FollowUp, answer: Answer, opens: str, *, actor: Actor, now: datetime) -> None:
    """Whoever asked was told first and owns the case, if he may register; else it is the house's."""
    answer.case = cases.register_case(
        actor=actor if may(actor, "cases.register") else system(followup.company_id),
        now=now,
        estate=followup.estate,
        procedure=opens,
        words=answer.words or _("抽样回访时客户表示不满意，没有说明原因，请联系客户"),
        unit=followup.unit,
        customer=followup.customer,
        channel=Channel.WEB if answer.way == Way.LINK else Channel.PHONE,
        answers={"kind": "home"} if opens == Answer.Opens.REPAIR else {},
        key=f"followup:{followup.pk}",
    )
    answer.save(update_fields=["case"])


def _tell_procedure(followup: FollowUp, said: dict[str, Any], *, actor: Actor, now: datetime) -> bool:
    """Let the waiting step of this round know. False when no case waits (a sample; closed meanwhile)."""
    case = followup.case
    if case is None or case.state != Case.State.FINISHED or case.cycle != followup.cycle:
        return False
    cases.receive(case=case, event=queries.ANSWERED, answers=said, actor=actor, now=now)
    return True


def _today(followup: FollowUp, now: datetime) -> str:
    return now.astimezone(ZoneInfo(followup.estate.time_zone)).date().isoformat()
