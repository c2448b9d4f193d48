"""Income from common parts 公共收益 (E17): added up every half year, checked, given to the committee, published."""

from guanjia.directory.team.roles import ACCOUNTANT, BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import Answers, Go, Parameter, Procedure, Step, actor_of, workdays
from guanjia.procedures.common_income import effects
from guanjia.procedures.common_income.papers import DECISION, REPORT

STAFF, LEADERS = (DESK, BUTLER, SUPERVISOR), (SUPERVISOR, MANAGER)


def is_back(facts: Answers) -> bool:
    return facts.get("decision") == "back"


# fmt: off
class CommonIncome(Procedure):
    """What lifts, walls and squares earned belongs to the owners, who read about it twice a year."""

    code, version, label, prefix, group = "common_income", 1, "公共收益公示", "YG", "社区与业委会"
    asked_as = ("公共收益", "广告收入", "收支公示")
    opened_by = (ACCOUNTANT, *LEADERS)
    papers = (REPORT,)
    intake = REPORT.part("income_year", "half")
    opening = effects.begin
    begins_in = Parameter("自动发起的月份", "lines", ("1", "7"))
    begins_on = Parameter("自动发起的日子", "number", 5, unit="日", least=1, most=28)
    publish_days = Parameter("半年结束后公布期限", "number", 30, unit="天", least=1)

    collect = Step("汇总公共收益", (ACCOUNTANT, *LEADERS), workdays(10), effect=effects.add_up, then="review",
                   asks=REPORT.part("incomes", "costs", "kept_where", "income_words"))
    review = Step("审核公共收益", Parameter("由谁审核", "roles", (MANAGER,)), workdays(3), asks=DECISION,
                  approves="decision", why="decision_why", not_by=(actor_of("collect"),),
                  then=[Go("collect", is_back), Go("give")])
    give = Step("送业主委员会", LEADERS, workdays(3), asks=REPORT.part("given_on", "given_signed"), then="publish")
    publish = Step("公布公共收益", STAFF, workdays(3), until="publish_by", effect=effects.check_published,
                   asks=REPORT.part("published_on", "published_where", "published_photos"))
