"""The sheet that says the roster is ready."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, long, text

TOLD = {"board": "张贴", "group": "工作群", "meeting": "班前会"}
SHEET = Paper(
    "WY-KF-ZB-03",
    "月度排班确认单",
    [
        text("month", "排班月份", required=False),
        choice("told_how", "告知方式", TOLD),
        long("roster_note", "说明", required=False),
    ],
    size="a5",
    signers=("排班人", "项目经理"),
)
READY = SHEET.part("told_how", "roster_note")
