"""The committee's meeting 业委会例会 (E17): agenda → members told → minutes → action items → all of them done."""

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import Answers, Go, Parameter, Procedure, Step, days, workdays
from guanjia.procedures.committee_meeting import effects
from guanjia.procedures.committee_meeting.papers import ITEM, MINUTES, SETTLED

STAFF, LEADERS = (DESK, BUTLER, SUPERVISOR), (SUPERVISOR, MANAGER)


def has_items(facts: Answers) -> bool:
    return facts.get("has_items") is True


def has_more(facts: Answers) -> bool:
    return facts.get("more") is True


# fmt: off
class CommitteeMeeting(Procedure):
    """Company and owners' committee sit down together every quarter, and what they agree gets done."""

    code, version, label, prefix, group = "committee_meeting", 1, "业委会会议", "YH", "社区与业委会"
    asked_as = ("业主委员会会议", "例会", "季度会议")
    opened_by = LEADERS
    papers = (MINUTES,)
    intake = MINUTES.part("quarter", "extra")
    opening = effects.begin
    begins_in = Parameter("自动发起的月份", "lines", ("1", "4", "7", "10"))
    begins_on = Parameter("自动发起的日子", "number", 5, unit="日", least=1, most=28)
    minutes_days = Parameter("会议记录期限", "number", 3, unit="天", least=1)

    agenda = Step("拟订议程、确定时间", LEADERS, workdays(10), effect=effects.call,
                  asks=MINUTES.part("meeting_at", "meeting_place", "agenda"), then="invite")
    invite = Step("通知委员", STAFF, workdays(2), asks=MINUTES.part("invited_how"), then="minutes")
    minutes = Step("会议记录", LEADERS, until="minutes_by", effect=effects.note_minutes,
                   asks=MINUTES.part("present", "guests", "minutes", "decided", "minutes_signed", "has_items"),
                   then=[Go("item", has_items), Go("send")])
    item = Step("登记行动事项", LEADERS, days(1), asks=ITEM, effect=effects.open_item,
                then=[Go("item", has_more), Go("send")])
    send = Step("送达会议纪要", STAFF, workdays(3), asks=MINUTES.part("sent_on"), effect=effects.check_sent,
                then=[Go("settle", has_items), Go(None)])
    settle = Step("核对行动事项", LEADERS, until="items_by", asks=SETTLED, effect=effects.settle_items)
