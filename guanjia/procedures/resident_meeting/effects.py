"""What residents said at their doors comes to the table, and they hear of the meeting in time."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import today_of
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell

MOST = 20


def gather(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """The newest opinions from visits, written into the case for whoever draws up the agenda."""
    days = Parameters.of(case.estate, now).value("resident_meeting.opinions_days")
    visits = Case.objects.filter(
        estate_id=case.estate_id, procedure="visits", opened_at__gte=now - timedelta(days=days)
    )
    said = visits.exclude(answers__opinions=None).order_by("-pk").values_list("answers__opinions", flat=True)
    lines = list(dict.fromkeys(one.strip() for one in said[:MOST] if one and one.strip()))
    if lines:
        text = _("近期走访中住户的意见：%(said)s") % {"said": "；".join(lines)}
        tell(case, kind="message", actor=actor, now=now, text=text)


def call(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if datetime.fromisoformat(answers["meeting_at"]) <= now:
        raise Refused(_("会议时间要在将来"), field="meeting_at")


def announce(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused for a notice that comes too late."""
    days = Parameters.of(case.estate, now).value("resident_meeting.notice_days")
    on = datetime.fromisoformat(case.answers["meeting_at"]).astimezone(ZoneInfo(case.estate.time_zone)).date()
    if date.fromisoformat(answers["told_on"]) > on - timedelta(days=days):
        raise Refused(_("至少要提前 %(days)d 天通知住户") % {"days": days}, field="told_on")


def hold(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if now < datetime.fromisoformat(case.answers["meeting_at"]):
        raise Refused(_("会议还没有开，开完再登记"))


def publish(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if date.fromisoformat(answers["published_on"]) > today_of(case, now):
        raise Refused(_("公布日期不能晚于今天"), field="published_on")
