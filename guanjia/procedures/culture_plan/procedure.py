"""The year of community culture 社区文化 (E16): drafted in January, approved, filed; changes go the same way."""

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.sop import OPENER, Answers, Go, Parameter, Procedure, Step, actor_of, workdays
from guanjia.procedures.culture_plan import effects
from guanjia.procedures.culture_plan.papers import DECISION, FILING, INTAKE, PLAN

LEADERS = (SUPERVISOR, MANAGER)


def is_back(facts: Answers) -> bool:
    return facts.get("decision") == "back"


# fmt: off
class CulturePlan(Procedure):
    """What the community does together this year is planned in January, and nothing is changed in silence."""

    code, version, label, prefix, group = "culture_plan", 1, "社区文化年度计划", "WN", "社区与业委会"
    asked_as = ("活动计划", "文化计划", "计划变更")
    opened_by = LEADERS
    papers = (PLAN,)
    intake = INTAKE
    opening = effects.begin
    begins_in = Parameter("自动发起的月份", "lines", ("1",))
    begins_on = Parameter("自动发起的日子", "number", 5, unit="日", least=1, most=28)

    draft = Step("拟订活动计划", (SUPERVISOR,), workdays(5), until="draft_by",
                 asks=PLAN.part("plan_lines", "plan_words"), then="approve")
    approve = Step("审批活动计划", Parameter("由谁审批", "roles", (MANAGER,)), workdays(3), asks=DECISION,
                   approves="decision", why="decision_why", not_by=(OPENER, actor_of("draft")),
                   then=[Go("draft", is_back), Go("file")])
    file = Step("报公司备案", LEADERS, workdays(3), asks=FILING, effect=effects.check_filing)
