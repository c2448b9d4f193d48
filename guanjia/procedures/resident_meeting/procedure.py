"""A meeting with residents 住户沟通会 (E19): agenda from the visits → told in time → held → published."""

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import Parameter, Procedure, Step, workdays
from guanjia.procedures.resident_meeting import effects
from guanjia.procedures.resident_meeting.papers import RECORD

STAFF, LEADERS = (DESK, BUTLER, SUPERVISOR), (SUPERVISOR, MANAGER)


# fmt: off
class ResidentMeeting(Procedure):
    """What residents say one by one is answered to all of them."""

    code, version, label, prefix, group = "resident_meeting", 1, "住户沟通会", "GT", "社区与业委会"
    asked_as = ("住户会议", "恳谈会", "业主座谈")
    opened_by = (BUTLER, *LEADERS)
    papers = (RECORD,)
    intake = RECORD.part("topic")
    opening = effects.gather
    opinions_days = Parameter("汇集走访意见的范围", "number", 90, unit="天", least=1)
    notice_days = Parameter("提前通知住户", "number", 3, unit="天", least=0)

    agenda = Step("拟订议程", LEADERS, workdays(5), asks=RECORD.part("meeting_at", "meeting_place", "agenda"),
                  effect=effects.call, then="notice")
    notice = Step("通知住户", STAFF, workdays(2), asks=RECORD.part("told_on", "told_where"), effect=effects.announce,
                  then="hold")
    hold = Step("会议记录", LEADERS, until="meeting_at", effect=effects.hold, then="publish",
                asks=RECORD.part("came", "said", "answered", "meeting_photos"))
    publish = Step("公布会议答复", STAFF, workdays(3), asks=RECORD.part("published_on", "published_where"),
                   effect=effects.publish)
