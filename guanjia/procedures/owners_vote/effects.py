"""A vote from its notice to its result."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import today_of
from guanjia.work.votes import actions, queries
from guanjia.work.votes.models import Vote


def announce(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused for a notice that lies ahead or before the matter, or that is too short."""
    facts, here = case.answers, Parameters.of(case.estate, now)
    told = date.fromisoformat(answers["notice_on"])
    if not today_of(case, case.opened_at) <= told <= today_of(case, now):
        raise Refused(_("公示日期要在受理之后、今天以前"), field="notice_on")
    vote = actions.announce_vote(
        actor=actor, now=now, case=case, title=facts["vote_title"], matter=facts["matter"], text=facts["vote_text"],
        secret=facts["secret"], noticed_on=told, opens_on=date.fromisoformat(facts["opens_on"]),
        closes_on=date.fromisoformat(facts["closes_on"]), notice_days=here.value("owners_vote.notice_days"),
        quorum=here.value("owners_vote.quorum"), grave=here.value("owners_vote.grave"),
    )  # fmt: skip
    return {"vote_id": vote.pk}


def freeze(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    parking = Parameters.of(case.estate, now).value("owners_vote.with_parking")
    vote = actions.freeze_roll(actor=actor, now=now, vote=_vote(case), with_parking=parking)
    return {
        "roll_on": today_of(case, now).isoformat(),
        "roll_heads": vote.heads,
        "roll_area": str(vote.area),
    }


def count(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The result as it is published."""
    vote = actions.count_vote(actor=actor, now=now, vote=_vote(case))
    cast = queries.turnout(vote)
    found: dict[str, Any] = {"cast_heads": cast.heads, "cast_area": str(cast.area)}
    for choice, one in vote.tally.items():
        found |= {f"{choice}_heads": one["heads"], f"{choice}_area": one["area"]}
    return {**found, "quorate": vote.quorate, "passed": vote.passed}


def _vote(case: Any) -> Vote:
    return Vote.objects.select_related("estate").get(case=case)
