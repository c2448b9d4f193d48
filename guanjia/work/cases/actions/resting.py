"""Letting the clocks of a case rest, and run again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import may
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import clocks
from guanjia.work.cases.actions._shared import locked, refuse_if_over
from guanjia.work.cases.models import Case, CasePause
from guanjia.work.cases.timeline import tell


@transaction.atomic
def pause_case(
    *, actor: Actor, now: datetime, case: Case, reason: str, until: datetime, note: str = ""
) -> CasePause:
    """Rest the clocks for a reason until about `until`; several reasons may overlap.

    A pause longer than the parameter `cases.long_pause` hours needs the word of a supervisor. Raises Refused.
    """
    require(actor, "cases.handle")
    case = locked(case, actor)
    refuse_if_over(case)
    if until <= now:
        raise Refused(_("预计恢复时间要在现在之后"), field="until")
    if CasePause.objects.filter(case=case, reason=reason, ended_at=None).exists():
        raise Refused(_("这个原因已经在暂停中"), field="reason")
    hours = Parameters.of(case.estate, now).value("cases.long_pause")
    if until - now > timedelta(hours=hours) and not may(actor, "cases.supervise"):
        raise Forbidden(_("超过 %(hours)d 小时的暂停须由主管办理") % {"hours": hours})
    pause = CasePause.objects.create(
        company_id=case.company_id, estate_id=case.estate_id, case=case, reason=reason, since=now, until=until,
        by_id=actor.pk, note=note,
    )  # fmt: skip
    clocks.pause(case, reason=reason, actor=actor, now=now)
    said = timezone.localtime(until).strftime("%Y-%m-%d %H:%M")
    tell(case, kind="paused", actor=actor, now=now, text=note, data={"reason": reason, "until": said})
    return pause


@transaction.atomic
def resume_case(*, actor: Actor, now: datetime, case: Case, reason: str) -> Case:
    """The reason has gone; the clocks run unless another one is left. Raises Refused when it was not in force."""
    require(actor, "cases.handle")
    case = locked(case, actor)
    ended = CasePause.objects.filter(case=case, reason=reason, ended_at=None).update(ended_at=now)
    if not ended:
        raise Refused(_("没有因这个原因暂停"), field="reason")
    clocks.resume(case, reason=reason, actor=actor, now=now)
    tell(case, kind="resumed", actor=actor, now=now, data={"reason": reason})
    return case
