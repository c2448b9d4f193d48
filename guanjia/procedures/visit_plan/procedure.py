"""The month's visits 走访计划 (E19): key customers each quarter, new residents at once, everybody once a year."""

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.sop import Parameter, Procedure, Step, workdays
from guanjia.procedures.visit_plan.effects import begin, send_out
from guanjia.procedures.visit_plan.papers import PLAN, SHEET


# fmt: off
class VisitPlan(Procedure):
    """Who has not been seen for too long is not forgotten: his butler gets a visit with a last day."""

    code, version, label, prefix, group = "visit_plan", 1, "走访计划", "ZJ", "房屋与租户"
    asked_as = ("月度走访", "走访安排", "拜访计划")
    opened_by = (SUPERVISOR, MANAGER)
    papers = (SHEET,)
    opening = begin
    begins_in = Parameter("自动发起的月份", "lines", tuple(str(month) for month in range(1, 13)))
    begins_on = Parameter("自动发起的日子", "number", 5, unit="日", least=1, most=28)
    year_days = Parameter("普通住户走访间隔", "number", 365, unit="天", least=1)
    key_days = Parameter("重点客户走访间隔", "number", 90, unit="天", least=1)
    new_days = Parameter("新入住首访期限", "number", 30, unit="天", least=1)
    most = Parameter("一个月最多排普通住户", "number", 200, unit="户", least=0)

    plan = Step("排定本月走访", (SUPERVISOR, MANAGER), workdays(3), asks=PLAN, effect=send_out)
