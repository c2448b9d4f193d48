"""Events 社区文化活动 (E16): small by the manager's word; large by survey, leader, safety check and follow-up."""

from guanjia.directory.team.roles import BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR, TECHNICIAN
from guanjia.engine.sop import (
    OPENER,
    Answers,
    Go,
    Parameter,
    Procedure,
    Refuse,
    Step,
    actor_of,
    days,
    workdays,
)
from guanjia.procedures.culture_event import effects
from guanjia.procedures.culture_event import papers as sheets

STAFF, LEADERS = (BUTLER, DESK, SUPERVISOR), (SUPERVISOR, MANAGER)
CHECKED = ("fire_lanes", "exits", "extinguishers", "power_safe", "first_aid")


def is_large(facts: Answers) -> bool:
    return facts.get("size") == "large"


def is_declined(facts: Answers) -> bool:
    return facts.get("decision") == "declined"


def is_back(facts: Answers) -> bool:
    return facts.get("decision") == "back"


def is_unsafe(facts: Answers) -> bool:
    return any(facts.get(name) is not True for name in CHECKED)


def lacks_security(facts: Answers) -> bool:
    return "security" not in (facts.get("departments") or ())


def is_littered(facts: Answers) -> bool:
    return facts.get("cleaned") is not True


# fmt: off
class CultureEvent(Procedure):
    """What the neighbours do together: wanted by them, approved, told in time, safe, and learned from."""

    code, version, label, prefix, group = "culture_event", 1, "社区文化活动", "WH", "社区与业委会"
    asked_as = ("社区活动", "联欢", "比赛", "节日活动")
    opened_by = (*STAFF, MANAGER)
    papers = (sheets.SURVEY, sheets.RECORD, sheets.FEEDBACK)
    intake = sheets.EVENT
    opening = effects.begin
    start = [Go("survey", is_large), Go("approve")]
    needs_plan = Parameter("活动须列入年度计划", "tick", True)
    survey_least = Parameter("至少征询户数", "number", 10, unit="户", least=1)
    notice_days = Parameter("提前通知住户", "number", 3, unit="天", least=0)
    follow_up_share = Parameter("回访参加者比例", "percent", 10, unit="%")

    survey = Step("征询住户意见", STAFF, days(7), effect=effects.check_survey, then="propose",
                  asks=sheets.SURVEY.part("surveyed", "agreed", "wishes", "survey_photos"))
    propose = Step("拟订活动方案", LEADERS, workdays(3), asks=sheets.PROPOSAL, then="leader")
    leader = Step("公司领导审批方案", Parameter("大型活动由谁审批", "roles", (HEADQUARTERS,)), workdays(5),
                  asks=sheets.DECISION,
                  approves="decision", why="decision_why", not_by=(OPENER, actor_of("propose")),
                  then=[Go(None, is_declined), Go("propose", is_back), Go("detail")])
    detail = Step("细化活动方案", LEADERS, workdays(3), asks=sheets.DETAIL, then="coordinate")
    coordinate = Step("协调各部门", LEADERS, workdays(2), asks=sheets.COORDINATION, then="notice",
                      refuses=(Refuse(lacks_security, "大型活动要有秩序维护部参加协调"),))
    approve = Step("项目经理审批", Parameter("小型活动由谁审批", "roles", (MANAGER,)), workdays(2),
                   asks=sheets.DECISION, approves="decision", why="decision_why", not_by=(OPENER,),
                   then=[Go(None, is_declined), Go("revise", is_back), Go("notice")])
    revise = Step("修改活动计划", STAFF, workdays(2), asks=sheets.REVISION, then="approve")
    notice = Step("通知住户、开放报名", STAFF, days(3), asks=sheets.NOTICE, effect=effects.announce,
                  then=[Go("safety", is_large), Go("record")])
    safety = Step("活动前安全检查", (SUPERVISOR, TECHNICIAN, MANAGER), until="event_on", asks=sheets.SAFETY,
                  may_delay=False, then="clean_up",
                  refuses=(Refuse(is_unsafe, "安全检查有不合格项，整改合格后才能举办"),))
    clean_up = Step("清场", STAFF, until="event_on", asks=sheets.CLEANED, then="record",
                    refuses=(Refuse(is_littered, "场地清理恢复后再登记"),))
    record = Step("记录活动", STAFF, until="event_on", effect=effects.close,
                  asks=sheets.RECORD.part("held_on", "attendance", "cost", "summary", "event_photos"),
                  then=[Go("follow_up", is_large), Go(None)])
    follow_up = Step("回访参加者", STAFF, days(7), effect=effects.check_share,
                     asks=sheets.FEEDBACK.part("asked_count", "overall", "acceptance", "shortcomings", "improvements"))
