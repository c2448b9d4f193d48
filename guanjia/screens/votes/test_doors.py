"""Doors. The owners' votes."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.testing.uploads import picture
from guanjia.work.cases import actions as cases
from guanjia.work.ledger import actions as ledger
from guanjia.work.votes import actions as votes

DOORS = {
    "list": Door("registers.view"),
    "vote": Door("registers.view", "vote"),
    "roll": Door("registers.view", "vote"),
    "papers": Door("registers.view", "vote"),
    "receipts": Door("registers.view", "vote"),
    "voter": Door("registers.view", "voter", BOTH),
    "photo": Door("registers.view", "ballot"),
    "void": Door("cases.supervise", "ballot", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """The owners vote on their lift; 王阿姨's ballot is in."""
    days, us = timedelta(days=15), {"actor": cast.supervisor, "now": now}
    with acting_as(cast.supervisor):
        case = cases.register_case(
            estate=cast.estate, procedure="committee_meeting", words="例会", answers={}, **us
        )
        vote = votes.announce_vote(
            case=case, title="更换电梯", matter="fund_use", text="更换电梯", secret=False, noticed_on=now.date() - days,
            opens_on=ledger.today(cast.estate, now), closes_on=now.date() + days, notice_days=15, quorum="2/3",
            grave="3/4", **us,
        )  # fmt: skip
        vote = votes.freeze_roll(vote=vote, with_parking=False, **us)
        voter = vote.voters.select_related("vote").get()
        ballot, _receipt = votes.cast_ballot(voter=voter, choice="for", photo=picture(), **us)
    return {"vote": vote, "voter": voter, "ballot": ballot}
