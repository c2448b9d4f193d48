"""What the register of stamps learns, and what the book of their use shows."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.registers.stamps.actions import use_stamp
from guanjia.registers.stamps.models import Stamp
from guanjia.work.ledger.actions import today


def look(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Whether the stamp binds the company. Raises Refused for no copy."""
    if int(answers["copies"]) < 1:
        raise Refused(_("申请份数至少 1 份"), field="copies")
    stamp = Stamp.objects.get(pk=answers["stamp"])
    return {"is_weighty": stamp.is_weighty, "stamp_name": stamp.name, "asked_by": actor.name}


def decide(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    return {"approved_by": actor.name}


def put_on(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """By its keeper, on no more copies than were approved."""
    copies, approved = int(answers["stamped_copies"]), int(case.answers["copies"])
    if copies > approved:
        said = _("批准了 %(approved)d 份，不能多盖；需要更多请另行申请")
        raise Refused(said % {"approved": approved}, field="stamped_copies")
    use_stamp(stamp=Stamp.objects.get(pk=case.answers["stamp"]), actor=actor, now=now, copies=copies)
    return {"stamped_by": actor.name, "stamped_on": today(case.estate, now).isoformat()}
