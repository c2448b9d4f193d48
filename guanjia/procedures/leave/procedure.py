"""Leave 请假 (E24, I1): asked → approved by who has the authority for so many days → gaps covered → back."""

from guanjia.directory.team.roles import HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    OPENER,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    days,
    hours,
    named_in,
    workdays,
)
from guanjia.procedures.leave.effects import come_back, decide, look_at_request
from guanjia.procedures.leave.papers import COVER, DECISION, FORM, RETURN

OTHERS = (OPENER, named_in("who"))


def is_the_supervisors(facts: Answers) -> bool:
    return facts.get("level") == "supervisor"


def is_the_managers(facts: Answers) -> bool:
    return facts.get("level") == "manager"


def is_refused(facts: Answers) -> bool:
    return facts.get("approved") is not True


def leaves_a_gap(facts: Answers) -> bool:
    return bool(facts.get("freed"))


# fmt: off
DECIDED = [Go(None, is_refused), Go("cover", leaves_a_gap), Go("back")]


class Leave(Procedure):
    """Whoever is away has asked first, somebody with the authority has agreed, and no shift stays empty unseen."""

    code, version, label, prefix, group = "leave", 1, "请假", "QJ", "应急与值班"
    asked_as = ("休假", "事假", "病假", "年假", "调休", "销假")
    permission = "duty.ask"
    papers = (FORM,)
    intake = FORM.part("who", "leave_kind", "first_day", "last_day", "reason", "deputy")
    opening = look_at_request
    start = [Go("by_supervisor", is_the_supervisors), Go("by_manager", is_the_managers), Go("by_headquarters")]

    supervisor_days = Parameter("主管可批准的最长天数", "number", 2, unit="天", least=0, most=366)
    manager_days = Parameter("项目经理可批准的最长天数", "number", 7, unit="天", least=0, most=366)

    by_supervisor = Step("主管批准请假", Parameter("短假由谁批准", "roles", (SUPERVISOR,)), workdays(1), asks=DECISION,
                         approves="approved", why="approved_why", not_by=OTHERS, effect=decide, then=DECIDED)
    by_manager = Step("项目经理批准请假", Parameter("长假由谁批准", "roles", (MANAGER,)), workdays(1), asks=DECISION,
                      approves="approved", why="approved_why", not_by=OTHERS, effect=decide, then=DECIDED)
    by_headquarters = Step("总部批准请假", Parameter("超长假由谁批准", "roles", (HEADQUARTERS,)), workdays(2),
                           asks=DECISION,
                           approves="approved", why="approved_why", not_by=OTHERS, effect=decide,
                           then=DECIDED)
    cover = Step("安排顶班", (SUPERVISOR, MANAGER), hours(24), asks=COVER, then="back")
    back = Step("销假", (SUPERVISOR, MANAGER), days(1), until="back_due", asks=RETURN, effect=come_back,
                not_by=(named_in("who"),))
