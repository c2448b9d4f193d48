"""On the case of an owners' vote: how many have voted, and the way to the ballots."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.screens.votes import queries
from guanjia.work.cases.models import Case
from guanjia.work.cases.panels import Panel, publish
from guanjia.work.votes.models import Vote
from guanjia.work.votes.queries import with_turnout
from guanjia.work.votes.rules import Weight


def _turnout(case: Case, actor: Actor) -> dict[str, Any] | None:
    vote = with_turnout(Vote.objects.visible_to(actor).filter(case=case)).first()
    if vote is None or not may(actor, "registers.view"):
        return None
    cast = Weight(vote.cast_heads, vote.cast_area or Decimal(0))
    bars = queries.bars(cast, vote.roll, _("参加人数"), _("参加面积（㎡）")) if vote.heads else []
    return {"vote": vote, "bars": bars}


PANEL = publish(Panel("owners_vote", "votes_screen/case_panel.html", _turnout))
