"""Next month's roster 月度排班 (E24): ready, and known to everybody, by the end of this month."""

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.sop import Parameter, Procedure, Step, days
from guanjia.procedures.roster_plan.effects import begin, check
from guanjia.procedures.roster_plan.papers import READY, SHEET


# fmt: off
class RosterPlan(Procedure):
    """Nobody learns on the first of the month when he works."""

    code, version, label, prefix, group = "roster_plan", 1, "月度排班", "PB", "应急与值班"
    asked_as = ("排班表", "下月排班", "值班表")
    opened_by = (SUPERVISOR, MANAGER)
    papers = (SHEET,)
    opening = begin
    begins_in = Parameter("自动发起的月份", "lines", tuple(str(month) for month in range(1, 13)))
    begins_on = Parameter("自动发起的日子", "number", 20, unit="日", least=1, most=28)

    plan = Step("排好下月班表", (SUPERVISOR, MANAGER), days(10), until="ready_by", asks=READY, effect=check,
                may_delay=False)
