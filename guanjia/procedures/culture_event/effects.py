"""What an event checks, announces and counts."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.culture_event.rules import to_be_asked
from guanjia.procedures.shared import today_of
from guanjia.registers.activities.actions import announce_activity, close_activity
from guanjia.work.cases.models import Case


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused for a day that has passed, or an event that the approved plan of the year does not have."""
    on, places = date.fromisoformat(answers["event_on"]), answers.get("places")
    if on <= today_of(case, now):
        raise Refused(_("活动日期要在今天之后"), field="event_on")
    if places is not None and (not isinstance(places, int) or places < 1):
        raise Refused(_("名额要填大于零的整数"), field="places")
    if not Parameters.of(case.estate, now).value("culture_event.needs_plan"):
        return {}
    if not answers["in_plan"]:
        raise Refused(_("活动没有列入年度计划，请先办理计划变更"), field="in_plan")
    approved = {"answers__plan_year": on.year, "answers__decision": "approved"}
    plan = Case.objects.filter(estate_id=case.estate_id, procedure="culture_plan", **approved)
    if not (found := plan.exclude(state=Case.State.CANCELLED).order_by("pk").first()):
        raise Refused(_("%(year)s 年的活动计划还没有批准") % {"year": on.year}, field="event_on")
    return {"plan_number": found.number}


def check_survey(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused when too few were asked, or more agreed than were asked."""
    asked, agreed = int(answers["surveyed"]), int(answers["agreed"])
    least = Parameters.of(case.estate, now).value("culture_event.survey_least")
    if asked < least:
        raise Refused(_("至少要征询 %(least)d 户") % {"least": least}, field="surveyed")
    if not 0 <= agreed <= asked:
        raise Refused(_("赞成户数不能多于征询户数"), field="agreed")


def announce(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Residents are told in time and can sign up from now on. Raises Refused when it is too late for that."""
    facts = case.answers
    on, told = date.fromisoformat(facts["event_on"]), date.fromisoformat(answers["notice_on"])
    days = Parameters.of(case.estate, now).value("culture_event.notice_days")
    if told > on - timedelta(days=days):
        raise Refused(_("至少要提前 %(days)d 天通知住户") % {"days": days}, field="notice_on")
    until = answers.get("signup_until")
    if until and date.fromisoformat(until) > on:
        raise Refused(_("报名截止不能晚于活动日期"), field="signup_until")
    made = announce_activity(
        actor=actor, now=now, estate=case.estate, title=facts["event_title"], on=on, place=facts["event_place"],
        places=facts.get("places"), signup_until=_end_of(case, until) if until else None,
    )  # fmt: skip
    return {"activity": made.pk}


def close(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The event is written down with those who had signed up. Raises Refused for a day that has not come."""
    if date.fromisoformat(answers["held_on"]) > today_of(case, now):
        raise Refused(_("举办日期不能晚于今天"), field="held_on")
    held = close_activity(
        activity_id=case.answers["activity"], actor=actor, now=now, attended=int(answers["attendance"])
    )
    return {"signed_up": held.taken}


def check_share(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused when fewer participants were asked than the share says."""
    share = Parameters.of(case.estate, now).value("culture_event.follow_up_share")
    least = to_be_asked(int(case.answers["attendance"]), share)
    if int(answers["asked_count"]) < least:
        raise Refused(_("至少要回访 %(least)d 位参加者") % {"least": least}, field="asked_count")


def _end_of(case: Any, day: str) -> datetime:
    following = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(following, time.min, ZoneInfo(case.estate.time_zone))
