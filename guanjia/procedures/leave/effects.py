"""What a leave does to the roster."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.access.actor import may
from guanjia.engine.notify.actions import notify
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.roster.actions import end_leave, grant_leave

LONGEST = 366


def look_at_request(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """How long, and who has the authority: by the days, and by the post of who asks. Raises Refused, Forbidden."""
    who = Staff.objects.visible_to(actor).get(pk=answers["who"])
    if who.pk != actor.pk and not may(actor, "roster.edit"):
        raise Forbidden(_("请假由本人提出；本人来不了的，请主管代为提出"))
    first, last = (date.fromisoformat(answers[name]) for name in ("first_day", "last_day"))
    days = (last - first).days + 1
    if days < 1:
        raise Refused(_("截止日期不能早于起始日期"), field="last_day")
    if days > LONGEST or abs((first - localdate(now)).days) > LONGEST:
        raise Refused(_("一次请假不能超过一年，也不能在一年以外，请核对日期"), field="last_day")
    if answers.get("deputy") == who.pk:
        raise Refused(_("工作要交接给另一位同事"), field="deputy")
    numbers = Parameters.of(case.estate, now)
    level = "headquarters"
    if days <= numbers.value("leave.supervisor_days") and not {SUPERVISOR, MANAGER, HEADQUARTERS} & set(
        who.roles
    ):
        level = "supervisor"
    elif days <= numbers.value("leave.manager_days") and not {MANAGER, HEADQUARTERS} & set(who.roles):
        level = "manager"
    return {"leave_days": days, "level": level, "back_due": (last + timedelta(days=1)).isoformat()}


def decide(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Approved, the leave stands on the roster and frees the shifts; the person hears of it either way."""
    facts = case.answers
    who = Staff.objects.visible_to(actor).get(pk=facts["who"])
    if not answers["approved"]:
        why = answers["approved_why"]
        _tell(who, lambda: _("您的请假没有批准：%(why)s") % {"why": why}, now)
        return {"freed": ""}
    first, last = (date.fromisoformat(facts[name]) for name in ("first_day", "last_day"))
    _leave, freed = grant_leave(
        actor=actor, now=now, estate=case.estate, staff=who, first_day=first, last_day=last,
        kind=facts["leave_kind"], origin=f"case:{case.pk}",
    )  # fmt: skip
    _tell(who, lambda: _("您 %(first)s 至 %(last)s 的请假已批准") % {"first": first, "last": last}, now)
    return {"freed": "、".join(f"{shift.day:%m-%d} {shift.kind.name}" for shift in freed)}


def come_back(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """What was left of the leave is given up."""
    end_leave(actor=actor, now=now, origin=f"case:{case.pk}", back_on=date.fromisoformat(answers["back_on"]))


def _tell(who: Staff, text: Any, now: datetime) -> None:
    notify(to=[who], kind="leave.decided", text=text, link=reverse("duty:ask", args=["leave"]), now=now)
