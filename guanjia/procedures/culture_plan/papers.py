"""The year's plan of community culture."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, count, date, lines, long, text, tick

DECISIONS = {"approved": "批准", "back": "退回修改"}
CHANGE = ("is_change", (True,))
BACK = ("decision", ("back",))

PLAN = Paper(
    "WY-KF-WH-01",
    "社区文化活动计划表",
    [
        count("plan_year", "年度", required=False, help="不填即本年"),
        tick("is_change", "变更已批准的计划"),
        long("change_why", "变更原因", required=False),
        lines("plan_lines", "活动安排（活动、场次、每场预算）"),
        long("plan_words", "说明", required=False, help="对象、时间、负责人、经费来源"),
        choice("decision", "审批结果", DECISIONS, required=False),
        long("decision_why", "审批意见", required=False),
        date("filed_on", "报公司备案日期", required=False),
        text("filed_number", "备案号", required=False),
    ],
    size="a4",
    signers=("编制人", "项目经理", "公司备案"),
)
INTAKE = (
    *PLAN.part("plan_year", "is_change"),
    long("change_why", "变更原因", shown_if=CHANGE),
)
DECISION = (
    choice("decision", "审批结果", DECISIONS),
    long("decision_why", "审批意见", shown_if=BACK),
)
FILING = (date("filed_on", "报公司备案日期"), text("filed_number", "备案号"))
