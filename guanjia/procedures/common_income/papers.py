"""The half-yearly report of what the common parts earned."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    count,
    date,
    lines,
    long,
    money,
    photos,
    several,
    signature,
    text,
)

HALVES = {"1": "上半年", "2": "下半年"}
DECISIONS = {"approved": "批准", "back": "退回修改"}
PLACES = {"board": "公告栏", "hall": "单元大堂", "group": "业主群"}

REPORT = Paper(
    "WY-KF-YW-06",
    "公共收益收支公示表",
    [
        count("income_year", "年度", required=False, help="不填即刚过去的半年"),
        choice("half", "半年", HALVES, required=False),
        lines("incomes", "收入（项目、数量、单价）"),
        lines("costs", "支出（项目、数量、单价）", required=False),
        money("income_total", "收入合计（元）", required=False),
        money("cost_total", "支出合计（元）", required=False),
        text("balance", "本期结余（元）", required=False),
        text("kept_where", "结余存放账户"),
        long("income_words", "说明", required=False),
        date("given_on", "送业主委员会日期"),
        signature("given_signed", "业主委员会签收"),
        date("published_on", "公布日期"),
        several("published_where", "公布方式", PLACES),
        photos("published_photos", "公布照片"),
    ],
    signers=("编制人", "项目经理", "业主委员会"),
)
DECISION = (
    choice("decision", "审批结果", DECISIONS),
    long("decision_why", "审批意见", shown_if=("decision", ("back",))),
)
