"""Who answers for a case, how urgent it is, and until when."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import change, record
from guanjia.engine.events import emit
from guanjia.engine.notify.actions import notify
from guanjia.kernel.errors import Refused
from guanjia.work.cases import clocks, moving
from guanjia.work.cases.actions._shared import locked, refuse_if_over, refuse_if_stale, seen_again
from guanjia.work.cases.events import TargetChanged
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell


@transaction.atomic
def hand_over(
    *, actor: Actor, now: datetime, case: Case, to: Staff, reason: str = "", seen_version: int | None = None
) -> Case:
    """Another person handles the case from now on, and is told; the first owner stays answerable."""
    require(actor, "cases.handle")
    case = locked(case, actor)
    refuse_if_over(case)
    refuse_if_stale(case, seen_version)
    if not to.is_active or case.estate_id not in to.estate_ids:
        raise Refused(_("%(name)s不在这个项目任职") % {"name": to.name}, field="to")
    with change(case, actor=actor, now=now, verb="case.handed_over"):
        case.handler = to
    seen_again(case)
    said = {"who": actor.name, "number": case.number, "title": case.title}
    notify(
        to=[to],
        kind="case.handed_over",
        text=lambda: _("%(who)s把%(number)s转给您：%(title)s") % said,
        link=reverse("cases:case", args=[case.pk]),
        now=now,
        group=f"case-{case.pk}",
    )
    tell(case, kind="handed_over", actor=actor, now=now, text=reason, data={"to": to.name})
    return case


@transaction.atomic
def change_target(
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    urgency: str | None = None,
    severity: str | None = None,
    reason: str = "",
    seen_version: int | None = None,
) -> Case:
    """Another urgency or severity: running clocks keep what they have used and get the new target."""
    require(actor, "cases.handle")
    case = locked(case, actor)
    refuse_if_over(case)
    refuse_if_stale(case, seen_version)
    before = f"{case.get_severity_display()}·{case.get_urgency_display()}"
    with change(case, actor=actor, now=now, verb="case.target_changed"):
        case.urgency, case.severity = urgency or case.urgency, severity or case.severity
    after = f"{case.get_severity_display()}·{case.get_urgency_display()}"
    if before != after:
        seen_again(case)
        clocks.retarget(case, actor=actor, now=now)
        tell(case, kind="target", actor=actor, now=now, text=reason, data={"before": before, "after": after})
        emit(TargetChanged(case.pk, case.estate_id, now))
    return case


@transaction.atomic
def delay_case(
    *, actor: Actor, now: datetime, case: Case, until: datetime, reason: str, customer_agreed: bool
) -> Case:
    """It cannot be done in time: the customer is told a new date and agrees or not. Only with a yes the date moves."""
    require(actor, "cases.handle")
    case = locked(case, actor)
    refuse_if_over(case)
    if until <= now:
        raise Refused(_("新的日期要在现在之后"), field="until")
    if not reason.strip():
        raise Refused(_("请写明延期原因，客户会看到"), field="reason")
    said = timezone.localtime(until).strftime("%Y-%m-%d %H:%M")
    if customer_agreed:
        moving.put_off(case, until=until, actor=actor, now=now)
    else:
        record(
            actor=actor, now=now, verb="case.delay_declined", of=case, after={"until": said, "reason": reason}
        )
    data = {"until": said, "agreed": customer_agreed}
    tell(case, kind="delay", actor=actor, now=now, text=reason, data=data, is_public=True)
    return case
