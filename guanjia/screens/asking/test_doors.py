"""Doors. Follow-up calls."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import Door
from guanjia.testing.leaks import leak
from guanjia.work.cases import actions as cases
from guanjia.work.followups import links
from guanjia.work.followups.models import FollowUp
from guanjia.work.followups.tokens import token_of

DOORS = {
    "due": Door("followups.do"),
    "later": Door("followups.do"),
    "missed": Door("followups.do"),
    "samples": Door("followups.do"),
    "households": Door("followups.do", more={"plan": "new"}),
    "take": Door("followups.assign", methods="POST", more={"plan": "new"}),
    "sheet": Door("followups.do", "followup"),
    "attempt": Door("followups.do", "followup", "POST"),
    "answer": Door("followups.do", "followup", "POST"),
    "number": Door("followups.do", "followup", "POST"),
    "link": Door("followups.do", "followup", "POST"),
    "assignment": Door("followups.assign", "followup", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """A mended leak that waits for its follow-up call."""
    start = now - timedelta(hours=2)
    case = leak(cast, start, "卫生间水管漏水")
    report = {"worker": cast.technician.pk, "work": "更换角阀"}
    with acting_as(cast.technician):
        cases.receive(case=case, event="order.done", answers=report, actor=cast.technician, now=start)
    with acting_as(cast.desk):
        followup = FollowUp.objects.get(case=case)
        link = links.send_link(actor=cast.desk, now=start, followup=followup)
    return {"followup": followup, "link": token_of(link)}
