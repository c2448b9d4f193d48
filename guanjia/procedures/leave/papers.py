"""The leave form."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, date, long, number, person, text, yes_no

KINDS = {
    "annual": "年休假", "personal": "事假", "sick": "病假", "marriage": "婚假", "maternity": "产假、陪产假",
    "funeral": "丧假", "lieu": "调休", "other": "其他",
}  # fmt: skip
REFUSED = ("approved", (False,))

FORM = Paper(
    "WY-XZ-QJ-01",
    "请假单",
    [
        person("who", "请假人"),
        choice("leave_kind", "假别", KINDS),
        date("first_day", "起始日期"),
        date("last_day", "截止日期"),
        number("leave_days", "天数", required=False),
        long("reason", "请假事由"),
        person("deputy", "工作交接给", required=False),
        yes_no("approved", "批准请假"),
        text("approved_why", "不批准的原因", shown_if=REFUSED),
        text("freed", "空出的班次", required=False),
        long("cover_note", "顶班安排", required=False),
        date("back_on", "实际到岗日期", required=False),
    ],
    size="a5",
    signers=("请假人", "部门主管", "批准人"),
)
DECISION = FORM.part("approved", "approved_why")
COVER = (long("cover_note", "顶班安排", help="在排班表上把空出的班补上，再写明由谁顶班"),)
RETURN = (date("back_on", "实际到岗日期"),)
