"""The sheet of a task."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import date, long, person, text, yes_no

SHEET = Paper(
    "WY-KF-JB-01",
    "交办事项单",
    [
        long("task", "交办事项"),
        text("task_from", "来源", required=False, help="如会议、来函的编号"),
        person("task_owner", "责任人"),
        date("task_by", "完成期限"),
        long("task_done", "完成情况"),
        yes_no("task_ok", "验收合格"),
        long("task_note", "验收意见", required=False),
    ],
    size="a5",
    signers=("责任人", "交办人"),
)
