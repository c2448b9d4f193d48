"""The sheet of a month's visits."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import count, date, long, text

SHEET = Paper(
    "WY-KF-ZF-02",
    "月度走访计划表",
    [
        text("plan_month", "走访月份", required=False),
        count("due_key", "应走访重点客户（户）", required=False),
        count("due_new", "应走访新入住（户）", required=False),
        count("due_yearly", "一年未走访（户）", required=False),
        count(
            "yearly_homes", "本月走访普通住户（户）", help="年内要走到每一户，建议不少于总户数的十二分之一"
        ),
        date("visit_by", "最迟走访日期"),
        long("plan_note", "走访重点和安排", required=False),
        count("planned", "已排走访（户）", required=False),
    ],
    size="a5",
    signers=("主管", "项目经理"),
)
PLAN = SHEET.part("yearly_homes", "visit_by", "plan_note")
