"""What lending does to an archive."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.registers.archives import actions
from guanjia.registers.archives.models import Archive
from guanjia.work.ledger.actions import today


def look(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """How secret it is. Raises Refused while it is lent, and for a day that has passed or is too far off."""
    archive = _archive(answers)
    actions.refuse_if_out(archive)
    back, here = date.fromisoformat(answers["back_on"]), today(case.estate, now)
    longest = Parameters.of(case.estate, now).value("archive_loan.longest_days")
    if back < here:
        raise Refused(_("应还日期已经过去"), field="back_on")
    if back > here + timedelta(days=longest):
        said = _("最长可借 %(days)d 天，需要更久请到期归还后再借")
        raise Refused(said % {"days": longest}, field="back_on")
    return {"secrecy": archive.secrecy, "archive_name": archive.name}


def hand_out(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    facts = case.answers
    back_on = date.fromisoformat(facts["back_on"])
    actions.lend_archive(archive=_archive(facts), actor=actor, now=now, to=facts["borrower"], back_on=back_on)


def take_back(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """In its box, or out of the register when it is lost."""
    archive = _archive(case.answers)
    if answers["file_state"] == "lost":
        actions.lose_archive(archive=archive, actor=actor, now=now, why=answers["file_note"])
        return {}
    actions.return_archive(archive=archive, actor=actor, now=now)
    return {"returned_on": today(case.estate, now).isoformat()}


def _archive(facts: Answers) -> Archive:
    return Archive.objects.get(pk=facts["archive"])
