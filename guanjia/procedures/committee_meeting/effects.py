"""A meeting each quarter, with enough members, whose action items are followed to their end."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.access import system
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.committee_meeting.rules import has_quorum, is_quarter, quarter_of
from guanjia.procedures.shared import alike, today_of
from guanjia.registers.committee_members.models import CommitteeMember
from guanjia.work.cases.actions import link_cases, register_case
from guanjia.work.cases.models import Case


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused for a second regular meeting of the quarter; the calendar calls none where nobody is in office."""
    if actor.pk is None and not CommitteeMember.in_office(case.estate_id, today_of(case, now)).exists():
        raise Refused(_("本项目没有在任的业委会委员"))
    quarter = answers.get("quarter") or quarter_of(today_of(case, now))
    if not is_quarter(quarter):
        raise Refused(_("季度请写成 2026Q4 的样子"), field="quarter")
    if not answers.get("extra") and (other := alike(case, quarter=quarter, extra=False).first()):
        said = _("%(quarter)s 的例会已在 %(number)s，另开会请勾选临时会议")
        raise Refused(said % {"quarter": quarter, "number": other.number}, field="quarter")
    return {"quarter": quarter}


def call(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The members in office on the day. Raises Refused for a time that has passed, or when nobody is in office."""
    begins = datetime.fromisoformat(answers["meeting_at"])
    if begins <= now:
        raise Refused(_("会议时间要在将来"), field="meeting_at")
    members = CommitteeMember.in_office(case.estate_id, today_of(case, begins))
    names = list(members.order_by("pk").values_list("name", flat=True))
    if not names:
        raise Refused(_("会议当天没有在任委员，请先登记委员台账"), field="meeting_at")
    days = Parameters.of(case.estate, now).value("committee_meeting.minutes_days")
    minutes_by = begins + timedelta(days=days)
    return {
        "members": "、".join(names),
        "members_count": len(names),
        "minutes_by": minutes_by.isoformat(),
    }


def note_minutes(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused before the meeting, or when too few members came."""
    if now < datetime.fromisoformat(case.answers["meeting_at"]):
        raise Refused(_("会议还没有开，不能登记会议记录"))
    members, present = case.answers["members_count"], int(answers["present"])
    if present > members or not has_quorum(present, members):
        said = _("在任委员 %(members)d 位，到会要超过半数，也不会多于在任人数")
        raise Refused(said % {"members": members}, field="present")


def open_item(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Each action item is a task of its own, with its owner and its day."""
    task = register_case(
        actor=actor, now=now, estate=case.estate, procedure="assignment", words=answers["item"], channel="staff",
        answers={
            "task": answers["item"], "task_from": case.number, "task_owner": answers["item_owner"],
            "task_by": answers["item_by"],
        },
    )  # fmt: skip
    link_cases(actor=system(case.company_id), now=now, case=case, other=task, kind="child")
    said = "\n".join(filter(None, (case.answers.get("items_said"), f"{task.number} {answers['item']}")))
    latest = max(answers["item_by"], case.answers.get("items_by", ""))
    return {"items_said": said, "items_by": latest}


def check_sent(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if date.fromisoformat(answers["sent_on"]) > today_of(case, now):
        raise Refused(_("送达日期不能晚于今天"), field="sent_on")


def settle_items(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused while a task of the meeting is open."""
    children = Case.objects.filter(linked_from__case=case, linked_from__kind="child", closed_at=None)
    if running := list(children.order_by("pk").values_list("number", flat=True)):
        raise Refused(_("还有行动事项没有办完：%(numbers)s") % {"numbers": "、".join(running)})
